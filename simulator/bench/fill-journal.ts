// Leaves a journal behind: `node fill-journal.ts <subscriptions> <directory>`, in a process of its own.
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { addSubscribers, openWorld } from "./subscribers.ts";

const [, , size = "", directory = ""] = process.argv;
const world = openWorld(directory);
addSubscribers(world, Number(size));
world.close();
const bytes = ["journal.jsonl", "settled.jsonl"]
	.map((name) => join(directory, name))
	.filter((path) => existsSync(path))
	.reduce((sum, path) => sum + statSync(path).size, 0);
console.log(JSON.stringify({ "stored MB": Math.round(bytes / (1024 * 1024)) }));
