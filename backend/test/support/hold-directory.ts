// A process of its own that opens the embedded database in a directory, says so, and stays.
import { openPglite } from "../../src/database/pglite.ts";

const directory = process.argv[2] ?? "";
try {
	await openPglite(directory);
	console.log("held");
	process.stdin.resume();
} catch (error) {
	console.log(error instanceof Error ? error.message : String(error));
}
