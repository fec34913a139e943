import { expect, test } from "vitest";
import { fold, reconcile, shortly } from "../../chaos/laws/fold.ts";
import { fetchOf, sightOf, type Version } from "../../chaos/laws/sights.ts";
import type { Observation } from "../../src/domain/observation.ts";

/** A life in eight events, five of which share two seconds. */
const life: Version[] = [
	{ fields: { status: "incomplete" }, at: 10 },
	{ fields: { status: "trialing" }, at: 10 },
	{ fields: { status: "trialing", quantity: 2 }, at: 11 },
	{ fields: { status: "active", quantity: 2 }, at: 12 },
	{ fields: { status: "past_due", quantity: 2 }, at: 13 },
	{ fields: { status: "active", quantity: 2 }, at: 13 },
	{ fields: { status: "active", quantity: 3 }, at: 13 },
	{ fields: { status: "active", quantity: 1 }, at: 14 },
];
const ended: Version[] = [
	...life.slice(0, 7),
	{ fields: { status: "canceled", quantity: 3 }, at: 13 },
];
const tiedAtTheEnd: Version[] = [
	...life.slice(0, 7),
	{ fields: { status: "trialing", quantity: 3 }, at: 13 },
];

const lives = {
	"that goes on": life,
	"that ends": ended,
	"whose last seconds are tied": tiedAtTheEnd,
};

test.each(Object.entries(lives))(
	"a life %s ends at the truth in all 40,320 orders of its eight events",
	(_name, versions) => {
		const last = versions.at(-1)!;
		const fetchNow = () => fetchOf(last, last.at, 1);
		const truth = shortly([sightOf(last)]);
		let orders = 0;
		// Orders that begin alike are lived through together up to where they part.
		const liveOn = (stored: Observation[], left: readonly Version[]): void => {
			if (left.length === 0) {
				orders++;
				if (shortly(stored) !== truth) expect.fail(`${shortly(stored)} is not ${truth}`);
			}
			for (const version of left)
				liveOn(
					fold(stored, [sightOf(version)], fetchNow),
					left.filter((other) => other !== version),
				);
		};
		liveOn([], versions);
		expect(orders).toBe(40_320);
	},
	60_000,
);

test.each(Object.entries(lives))(
	"a life %s ends at the truth in all 256 losses of events, after one reconcile before or between",
	(_name, versions) => {
		const last = versions.at(-1)!;
		const fetchNow = () => fetchOf(last, last.at + 1, 1);
		for (let kept = 0; kept < 256; kept++) {
			const some = versions.filter((_, at) => (kept >> at) & 1).map(sightOf);
			for (let at = 0; at <= some.length; at++) {
				let stored = fold([], some.slice(0, at), fetchNow);
				stored = reconcile(stored, fetchNow());
				for (const late of some.slice(at)) stored = fold(stored, [late], fetchNow);
				expect(shortly(stored)).toBe(shortly([sightOf(last)]));
			}
		}
	},
);
