import { describe, expect, it } from "vitest";
import { brokenEventLaws } from "../../verify/laws/event-laws.ts";
import { brokenInvoiceLaws } from "../../verify/laws/invoice-laws.ts";
import { type Started, startTest } from "../support/start.ts";
import { currentObjects, logOf } from "./retrieve-current.ts";
import {
	answerForLatestInvoice,
	everyWay,
	expectedEnd,
	subscribe,
	type Way,
} from "./ways-to-subscribe.ts";

const hour = 3600;

describe("three periods of a subscription", () => {
	it.each(everyWay())(
		"by $by, trial $trial, every $interval, with a card that $card",
		async (way) => {
			const started = await startTest();
			const subscription = await subscribe(started, way);
			await liveThrough(started, way, subscription);
			const { stripe } = started;
			const { data: invoices } = await stripe.invoices.list({ limit: 100 });
			expect(invoices.flatMap(brokenInvoiceLaws)).toEqual([]);
			const log = await logOf(stripe);
			expect(brokenEventLaws(log, await currentObjects(stripe, log))).toEqual([]);
			const all = await stripe.subscriptions.list({ status: "all" });
			expect(all.data.map(({ status }) => status)).toEqual(
				expectedEnd(way) === null ? [] : [expectedEnd(way)],
			);
			if (expectedEnd(way) !== "active") return;
			expect(invoices.map(({ amount_paid }) => amount_paid)).toEqual([
				2900,
				2900,
				2900,
				way.trial ? 0 : 2900,
			]);
		},
	);
});

/** Moves to a little after each of the next three period ends, and past the hour of the draft. */
async function liveThrough(started: Started, way: Way, id: string | null): Promise<void> {
	for (let period = 0; period < 3; period += 1) {
		const subscription = id === null ? null : await started.stripe.subscriptions.retrieve(id);
		const end = subscription?.items.data[0]?.current_period_end ?? 0;
		const days = way.interval === "year" ? 366 : 31;
		const next = end > started.simulator.now() ? end : started.simulator.now() + days * 86_400;
		started.simulator.advanceTo(next + hour + 60);
		if (id !== null) await answerForLatestInvoice(started, way.card, id);
	}
}
