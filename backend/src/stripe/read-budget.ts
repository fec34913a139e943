// How fast Stripe is read in the background: one budget for all who read, that obeys a 429.

/** `monotonicMs` of the clock; `sleep` resolves after so many milliseconds. */
export interface BudgetOptions {
	perSecondMax: number;
	monotonicMs: () => number;
	sleep: (ms: number) => Promise<void>;
}

export interface ReadBudget {
	/** Resolves when one more read may be sent. First come, first served. */
	take(): Promise<void>;
	/** Stripe said 429: half the rate from now on. */
	slowDown(): void;
	/** Reads a second at present. */
	rate(): number;
}

const perSecondMin = 1;

// After a 429 the rate grows back by a twentieth of the maximum each second.
const recoverySeconds = 20;

// A burst of 429s is one sign, not many.
const slowDownPauseMs = 1_000;

/** Additive increase, multiplicative decrease: several processes share Stripe's limit without talking. */
export function createReadBudget(options: BudgetOptions): ReadBudget {
	const { perSecondMax, monotonicMs, sleep } = options;
	let rate = perSecondMax;
	let nextAt = monotonicMs();
	let grownAt = nextAt;
	let slowedAt = Number.NEGATIVE_INFINITY;

	return { take, slowDown, rate: () => rate };

	async function take(): Promise<void> {
		const now = monotonicMs();
		grow(now);
		// A tenth of a second's worth may be sent at once after a pause.
		nextAt = Math.max(nextAt, now - 100) + 1_000 / rate;
		const waitMs = nextAt - now;
		if (waitMs > 0) await sleep(waitMs);
	}

	function grow(now: number): void {
		const seconds = (now - grownAt) / 1_000;
		rate = Math.min(perSecondMax, rate + (seconds * perSecondMax) / recoverySeconds);
		grownAt = now;
	}

	function slowDown(): void {
		const now = monotonicMs();
		if (now - slowedAt < slowDownPauseMs) return;
		grow(now);
		slowedAt = now;
		rate = Math.max(perSecondMin, rate / 2);
	}
}
