// A loop with a floor: woken when there is work, and looking by itself in case nobody woke it.

// The floor under the wake-up call: work of other processes, of retries, and of the dead.
const pollMsDefault = 250;

export interface Loop {
	/** There may be work: look now. */
	wake(): void;
	/** Resolves when the turns under way are finished; nothing is started after. */
	stop(): Promise<void>;
}

/**
 * Takes turns until one finds nothing (`false`), with up to `workers` at once while there is more. A
 * turn that throws is reported, and the next look tries again.
 */
export function startLoop(options: {
	workers: number;
	turn: () => Promise<boolean>;
	onError: (error: unknown) => void;
	pollMs?: number;
}): Loop {
	let stopping = false;
	let running = 0;
	let again = false;
	let idle = () => {};
	const timer = setInterval(wake, options.pollMs ?? pollMsDefault);
	return { wake, stop };

	function wake(): void {
		// All are busy: whoever ends looks once more, so that what came just now is not left for the floor.
		again = running >= options.workers;
		if (stopping || again) return;
		running++;
		void work().finally(() => {
			running--;
			if (again) wake();
			if (running === 0) idle();
		});
	}

	async function work(): Promise<void> {
		try {
			while (!stopping && (await options.turn())) if (running < options.workers) wake();
		} catch (error) {
			options.onError(error);
		}
	}

	async function stop(): Promise<void> {
		stopping = true;
		clearInterval(timer);
		if (running > 0) await new Promise<void>((resolve) => (idle = resolve));
	}
}
