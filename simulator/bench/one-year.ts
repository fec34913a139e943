// A year of monthly subscribers: `node one-year.ts <subscriptions> [directory]`, in a process of its own.
import { addSubscribers, countEvents, openWorld } from "./subscribers.ts";

const size = Number(process.argv[2]);
const world = openWorld(process.argv[3]);
addSubscribers(world, size);
const events = countEvents(world);
const startedMs = performance.now();
world.advanceTo(Date.UTC(2027, 0, 1, 3) / 1000);
const seconds = (performance.now() - startedMs) / 1000;
console.log(
	JSON.stringify({
		subscriptions: size,
		journal: process.argv[3] === undefined ? "none" : "on disk",
		"seconds for a year": Number(seconds.toFixed(1)),
		events: events.count,
		"events/s": Math.round(events.count / seconds),
		"in order": events.inOrder,
		"resident MB": Math.round(process.memoryUsage().rss / (1024 * 1024)),
	}),
);
world.close();
