import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { billing as catalog } from "../../billing.config.ts";
import { reduceBilling } from "../../src/domain/billing-state.ts";
import type { Grant } from "../../src/domain/grant.ts";
import { subscriptionStatuses, type TieredSubscription } from "../../src/domain/subscription.ts";
import { aSubscription } from "./builders.ts";

const now = new Date("2026-02-03T12:00:00Z");

function reduce(subscriptions: readonly TieredSubscription[], grants: readonly Grant[] = []) {
	return reduceBilling({ subscriptions, grants, now }, catalog);
}

function aGrant(fields: Partial<Grant>): Grant {
	const startsAt = new Date("2026-01-01T00:00:00Z");
	return { id: "grant_1", tierName: "founder", startsAt, endsAt: null, revokedAt: null, ...fields };
}

describe("a grant", () => {
	test.each([
		["in force", {}, "founder"],
		["that ended this instant", { endsAt: now }, null],
		["that begins later", { startsAt: new Date(now.getTime() + 1) }, null],
		["that was revoked", { revokedAt: now }, null],
		["of a tier that left the catalogue", { tierName: "gone" }, null],
	])("%s", (_name, fields, tierName) => {
		expect(reduce([], [aGrant(fields)])).toMatchObject({ status: null, tierName });
	});

	test("raises the tier, and never lowers what is paid for", () => {
		const empire = aSubscription({ tierName: "empire" });
		const freelancer = aSubscription({ tierName: "freelancer" });
		expect(reduce([empire], [aGrant({})])).toMatchObject({ status: "active", tierName: "empire" });
		expect(reduce([freelancer], [aGrant({})])).toMatchObject({ tierName: "founder" });
	});
});

describe("the reduction to users.*", () => {
	test("without a subscription there is no status and no tier", () => {
		expect(reduce([])).toEqual({ status: null, tierName: null, deciding: null, grant: null });
	});

	test("the end of an old subscription does not wipe a newer one", () => {
		const old = aSubscription({ id: "sub_old", status: "canceled", tierName: "empire" });
		const current = aSubscription({ id: "sub_new", status: "trialing" });
		const state = reduce([old, current]);
		expect(state).toMatchObject({ status: "trialing", tierName: "founder", deciding: current });
	});

	test.each([
		["trialing", "founder"],
		["active", "founder"],
		["past_due", "founder"],
		["unpaid", "founder"],
		["paused", "founder"],
		["incomplete", null],
		["incomplete_expired", null],
		["canceled", null],
	])("%s keeps Stripe's word and holds the tier %s", (status, tierName) => {
		expect(reduce([aSubscription({ status })])).toMatchObject({ status, tierName });
	});

	test("of two equal ones the higher tier decides", () => {
		const lower = aSubscription({ id: "sub_a", tierName: "freelancer" });
		const higher = aSubscription({ id: "sub_b", tierName: "empire" });
		expect(reduce([higher, lower]).tierName).toBe("empire");
	});

	test("a subscription to something else never decides over one to a tier", () => {
		const other = aSubscription({ id: "sub_other", status: "active", tierName: null });
		const ours = aSubscription({ id: "sub_ours", status: "past_due" });
		expect(reduce([other, ours])).toMatchObject({ status: "past_due", tierName: "founder" });
		const ended = aSubscription({ id: "sub_ours", status: "canceled" });
		expect(reduce([other, ended])).toMatchObject({ status: "active", tierName: null });
	});

	test("a status word that is not known yet ranks last and does not fail", () => {
		const unknown = aSubscription({ id: "sub_x", status: "frozen" });
		const canceled = aSubscription({ id: "sub_y", status: "canceled" });
		expect(reduce([unknown, canceled]).status).toBe("canceled");
	});

	test("the order of the rows is without meaning", () => {
		const row = fc.record({
			id: fc.constantFrom("sub_1", "sub_2", "sub_3", "sub_4"),
			status: fc.constantFrom(...subscriptionStatuses, "frozen"),
			tierName: fc.constantFrom("freelancer", "founder", "empire", "gone", null),
			startedAt: fc.date({ noInvalidDate: true }),
		});
		fc.assert(
			fc.property(fc.uniqueArray(row, { selector: (x) => x.id }), (rows) => {
				const all = rows.map((fields) => aSubscription(fields));
				expect(reduce([...all].reverse())).toEqual(reduce(all));
			}),
			{ numRuns: 2_000 },
		);
	});
});
