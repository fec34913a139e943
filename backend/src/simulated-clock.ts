// With the simulator, billing time is the simulator's: this follows how far it has been moved.
import { z } from "zod";

const pollMs = 500;
const clockReply = z.object({ offset_seconds: z.number() });

export interface FollowedClock {
	now(): Date;
	stop(): void;
}

/** Asks the simulator for its offset now and twice a second; keeps the last one while it is away. */
export async function followSimulator(apiBase: URL, wallNow: () => Date): Promise<FollowedClock> {
	let offsetMs = 0;
	const follow = async () => {
		try {
			const response = await fetch(new URL("/_simulator/clock", apiBase), {
				signal: AbortSignal.timeout(2_000),
				redirect: "error",
			});
			offsetMs = clockReply.parse(await response.json()).offset_seconds * 1000;
		} catch {
			// Away or restarting: time goes on from where it was.
		}
	};
	await follow();
	const timer = setInterval(() => void follow(), pollMs).unref();
	return {
		now: () => new Date(wallNow().getTime() + offsetMs),
		stop: () => clearInterval(timer),
	};
}
