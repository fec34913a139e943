#!/usr/bin/env node
// Starts the simulator: from its sources in the repository, from their stripped copies in a package, where
// Node.js takes no types out. Plain JavaScript, since it must say what is wrong on any Node.js.
import { existsSync } from "node:fs";
import * as zlib from "node:zlib";

if (zlib.zstdCompressSync === undefined) {
	console.error(`The simulator needs Node.js 22.18 or newer; this is ${process.version}.`);
	process.exit(1);
}
const source = new URL("../src/main.ts", import.meta.url);
await import(existsSync(source) ? source : new URL("../dist/main.js", import.meta.url));
