// With the simulator, billing time is the simulator's: this follows how far it has been moved.
import { z } from "zod";

const pollMs = 500;
const clockReply = z.object({ offset_seconds: z.number() });

export interface FollowedClock {
	now(): Date;
	stop(): void;
}

/**
 * Asks the simulator for its offset now and twice a second; keeps the last one while it is away. Throws when
 * it refuses the token at first: with a clock of its own the backend would bill at the wrong time.
 */
export async function followSimulator(
	apiBase: URL,
	wallNow: () => Date,
	controlToken?: string,
): Promise<FollowedClock> {
	let offsetMs = 0;
	let refused = false;
	const follow = async () => {
		try {
			const response = await fetch(new URL("/_simulator/clock", apiBase), {
				headers: controlToken === undefined ? {} : { authorization: `Bearer ${controlToken}` },
				signal: AbortSignal.timeout(2_000),
				redirect: "error",
			});
			refused = response.status === 401;
			offsetMs = clockReply.parse(await response.json()).offset_seconds * 1000;
		} catch {
			// Away or restarting: time goes on from where it was.
		}
	};
	await follow();
	if (refused)
		throw new Error("The simulator refuses SIMULATOR_CONTROL_TOKEN: it asks for another.");
	const timer = setInterval(() => void follow(), pollMs).unref();
	return {
		now: () => new Date(wallNow().getTime() + offsetMs),
		stop: () => clearInterval(timer),
	};
}
