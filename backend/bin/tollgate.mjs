#!/usr/bin/env node
// `npx tollgate`: runs the command on a Node.js that can, as every npm script does.
process.argv.splice(2, 0, "scripts/tollgate.ts");
await import("../../scripts/run.mjs");
