// What a command can say and to whom, and a bar for the long ones.
import { progress } from "@clack/prompts";

export interface Terminal {
	/** What was asked for: to standard output, so that it can be piped. */
	out(line: string): void;
	/** All else: to standard error. */
	note(line: string): void;
	/** A person is looking: the output is redrawn in place. */
	isLive: boolean;
	monotonicMs(): number;
}

export interface Bar {
	/** `expected` null: nobody knows how many there are. */
	show(now: { done: number; expected: number | null }): void;
	end(): void;
}

const plainEveryMs = 5_000;

/** Redrawn in place for a person; a line every five seconds otherwise. */
export function startBar(terminal: Terminal, what: string): Bar {
	const startedMs = terminal.monotonicMs();
	const describe = (done: number, expected: number | null) => {
		const seconds = (terminal.monotonicMs() - startedMs) / 1_000;
		return `${what}: ${progressText({ done, expected, seconds })}`;
	};
	return terminal.isLive ? liveBar(what, describe) : plainBar(terminal, describe);
}

type Describe = (done: number, expected: number | null) => string;

function liveBar(what: string, describe: Describe): Bar {
	const max = 1_000;
	const bar = progress({ max, indicator: "dots" });
	bar.start(what);
	let shown = 0;
	let last = what;
	return {
		show({ done, expected }) {
			last = describe(done, expected);
			const at = expected ? Math.min(max, Math.round((done / expected) * max)) : shown;
			bar.advance(at - shown, last);
			shown = at;
		},
		end: () => bar.stop(last),
	};
}

function plainBar(terminal: Terminal, describe: Describe): Bar {
	let saidMs = terminal.monotonicMs();
	let unsaid: string | null = null;
	return {
		show({ done, expected }) {
			unsaid = describe(done, expected);
			if (terminal.monotonicMs() - saidMs < plainEveryMs) return;
			terminal.note(unsaid);
			saidMs = terminal.monotonicMs();
			unsaid = null;
		},
		end() {
			if (unsaid !== null) terminal.note(unsaid);
		},
	};
}

/** `1,200 of 10,000 (12 %), 80/s, 1 min 50 s left`; without a known end, how many and how fast. */
export function progressText(at: {
	done: number;
	expected: number | null;
	seconds: number;
}): string {
	const { done, expected, seconds } = at;
	const rate = seconds > 0 ? done / seconds : 0;
	const speed = `${words(Math.round(rate))}/s`;
	// Stripe counts no further than some thousands: past its number nothing is known.
	if (expected === null || expected < done || expected === 0) return `${words(done)}, ${speed}`;
	const share = Math.floor((done / expected) * 100);
	const left = rate > 0 ? `, ${duration((expected - done) / rate)} left` : "";
	return `${words(done)} of ${words(expected)} (${share} %), ${speed}${left}`;
}

function duration(seconds: number): string {
	const whole = Math.ceil(seconds);
	return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

function words(count: number): string {
	return count.toLocaleString("en-US");
}
