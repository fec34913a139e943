// A start from what an earlier process left: `node one-start.ts <directory>`, in a process of its own.
import { openWorld } from "./subscribers.ts";

const startedMs = performance.now();
const world = openWorld(process.argv[2]);
const seconds = (performance.now() - startedMs) / 1000;
const row = {
	subscriptions: world.count("subscription"),
	"seconds to start": Number(seconds.toFixed(1)),
	"resident MB": Math.round(process.memoryUsage().rss / (1024 * 1024)),
};
world.close();
console.log(JSON.stringify(row));
