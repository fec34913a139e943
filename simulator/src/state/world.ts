// The running state: commands go in, changes become durable, the clock moves on.
import type { Moment } from "../billing/core/draft.ts";
import type { State } from "../billing/core/state.ts";
import type { Timer } from "../billing/core/time/timers.ts";
import { type Command, transition } from "../billing/core/transition.ts";
import { settleEntitlements } from "../billing/entitlements/settle-entitlements.ts";
import { forgetTimer } from "../billing/events/forget-events.ts";
import { runTimer } from "../billing/run-timer.ts";
import type { Settings } from "../billing/settings.ts";
import { finishAdvance, targetOf } from "../billing/test-clocks/advance-test-clock.ts";
import { createStore, numberChange, type Store, type StoreOptions } from "./store.ts";
import { createTimeline, type Timeline } from "./timeline.ts";

export interface WorldOptions extends StoreOptions {
	/** The wall clock. */
	clock: () => Date;
	settings: Settings;
	onProblem: (problem: unknown) => void;
}

/** The store without the ways to change it that are only for here. */
type OpenStore = Omit<Store, "newId" | "number" | "commit" | "clear">;

export interface World extends OpenStore, Pick<Timeline, "advance" | "advanceTo"> {
	readonly settings: Settings;
	/** Unix seconds on the simulated clock. */
	now(): number;
	/** How far the simulated clock is ahead of the wall clock, in seconds. */
	offset(): number;
	/** Runs what is due, then the command; durable when it returns. */
	run<Result>(command: Command<Result>, request?: Moment["request"]): Result;
	/** Brings a test clock to where it is advancing to; nothing happens when it is not. */
	finishTestClock(id: string): void;
	/** Other values for some settings, until a reset, or a restore of a state in which they were others. */
	configure(changes: Partial<Settings>): void;
	/** Forgets everything, the clock's offset and changed settings included; snapshots stay. */
	reset(): void;
	/** Where the hosted pages are; known once the server listens. */
	setBaseUrl(url: string): void;
}

const changedId = "changed";
const noRequest = { id: null, idempotency_key: null };

/** When a transition happens, on which clock and at whose request. */
type Occasion = Pick<Moment, "now" | "clock" | "request">;

/** The settings given at the start, with what was changed since and still has a meaning. */
function settingsNow(given: Settings, state: State): Settings {
	const changes = Object.entries(state.get("changedSettings", changedId)?.changes ?? {});
	const known = changes.filter(([name]) => name in given);
	return { ...given, ...Object.fromEntries(known) };
}

/** Opens the world, with what an earlier process left in the directory. */
export function createWorld(options: WorldOptions): World {
	const store: Store = createStore(options);
	const state: State = store.state;
	let settings = settingsNow(options.settings, state);
	let baseUrl = "";
	// The first to hear of it, since whoever hears next may ask for a setting.
	store.onReplaced(() => {
		settings = settingsNow(options.settings, state);
	});
	const now = () => Math.floor(options.clock().getTime() / 1000) + store.number("offset");

	/** What follows from any command: entitlements keep up with subscriptions. */
	function settled<Result>(command: Command<Result>): Command<Result> {
		return (draft) => {
			const result = command(draft);
			settleEntitlements(draft, state);
			return result;
		};
	}

	function runAt<Result>(command: Command<Result>, occasion: Occasion) {
		const moment = { ...occasion, newId: store.newId, settings, baseUrl };
		const { changes, events, result, clock } = transition(state, settled(command), moment);
		const at = occasion.clock === null ? occasion.now : now();
		store.commit(events.length === 0 ? changes : [...changes, ...forgetTimer(state, at)]);
		return { result, clock };
	}

	const timeline = createTimeline({
		state,
		clock: options.clock,
		/** One that fails is dropped, so that it cannot fail for ever. */
		fire(timer: Timer) {
			const occasion = { now: timer.dueAt, clock: timer.clock, request: noRequest };
			try {
				runAt((draft) => runTimer(draft, timer), occasion);
			} catch (problem) {
				options.onProblem(problem);
				store.commit([{ name: "timer", id: timer.id, record: null }]);
			}
		},
		moveTo(to) {
			const ahead = to - now();
			if (ahead > 0) store.commit([numberChange("offset", store.number("offset") + ahead)]);
		},
	});

	return {
		...store,
		...timeline,
		get settings() {
			return settings;
		},
		now,
		offset: () => store.number("offset"),
		run(command, request = noRequest) {
			const at = now();
			timeline.catchUp(at, null);
			const { result, clock } = runAt(command, { now: at, clock: null, request });
			const reached = state.get("test_helpers.test_clock", clock ?? "");
			if (reached !== undefined) timeline.catchUp(reached.frozen_time, clock);
			return result;
		},
		finishTestClock(id) {
			const target = targetOf(state.get("test_helpers.test_clock", id));
			if (target === null) return;
			timeline.catchUp(target, id);
			runAt((draft) => finishAdvance(draft, id), { now: target, clock: id, request: noRequest });
		},
		configure(changes) {
			const before = state.get("changedSettings", changedId)?.changes;
			const record = { id: changedId, changes: { ...before, ...changes } };
			store.commit([{ name: "changedSettings", id: changedId, record }]);
			settings = settingsNow(options.settings, state);
		},
		reset: store.clear,
		setBaseUrl(url) {
			baseUrl = url;
		},
	};
}
