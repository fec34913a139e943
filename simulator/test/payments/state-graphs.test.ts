// Whatever is asked in whatever order, payments move only along Stripe's state graphs.
import fc from "fast-check";
import { expect, it } from "vitest";
import type { StripeEvent } from "../../src/billing/core/objects.ts";
import { isPlainObject } from "../../src/billing/core/previous-attributes.ts";
import { StripeError } from "../../src/billing/core/stripe-error.ts";
import type { World } from "../../src/state/world.ts";
import { mayMove, reachable } from "../../verify/laws/state-graphs.ts";
import { aWorld, perform, step } from "./random-payments.ts";

it("makes only legal moves, and never gives back more than it took", { timeout: 60_000 }, () => {
	fc.assert(
		fc.property(fc.array(step, { minLength: 8, maxLength: 40, size: "max" }), (steps) => {
			const world = aWorld();
			const seen = new Map<string, string>();
			for (const one of steps) {
				attempt(() => perform(world, one));
				checkNow(world, seen);
			}
			world.advanceTo(world.now() + 30 * 86_400);
			checkNow(world, seen);
			checkMoves([...world.state.list("event")].reverse());
			checkMoney(world);
		}),
		{ numRuns: 200 },
	);
});

function attempt(act: () => void): void {
	try {
		act();
	} catch (problem) {
		if (!(problem instanceof StripeError)) throw problem;
		expect(problem.status, problem.message).toBeLessThan(500);
	}
}

/** Between two commands nothing may have moved other than along its graph. */
function checkNow(world: World, seen: Map<string, string>): void {
	for (const name of ["payment_intent", "setup_intent"] as const) {
		for (const { id, object, status } of world.state.list(name)) {
			const was = seen.get(id);
			seen.set(id, status);
			if (was === undefined || was === status) continue;
			expect(reachable(object, was), `${object} from ${was}`).toContain(status);
		}
	}
}

function checkMoves(events: readonly StripeEvent[]): void {
	const last = new Map<string, string>();
	for (const { type, data } of events) {
		const object: unknown = data.object;
		if (!isPlainObject(object) || typeof object.status !== "string") continue;
		const was = last.get(String(object.id));
		const [kind, to] = [String(object.object), object.status];
		const silent = kind === "payment_intent" || kind === "setup_intent";
		if (was !== undefined && was !== to) {
			// Changing an intent has no event, so the step before this one may have been silent.
			const legal = silent ? reachable(kind, was).has(to) : mayMove(kind, was, to);
			expect(legal, `${type}: ${was} to ${to}`).toBe(true);
		}
		last.set(String(object.id), object.status);
	}
}

function checkMoney(world: World): void {
	for (const charge of world.state.list("charge")) {
		expect(charge.amount_refunded).toBeLessThanOrEqual(charge.amount);
		expect(charge.amount_captured).toBeLessThanOrEqual(charge.amount);
		const whole = charge.captured ? charge.amount_captured : charge.amount;
		expect(charge.refunded).toBe(charge.amount_refunded === whole && whole > 0);
		const refunds = [...world.state.list("refund", { group: `charge:${charge.id}` })];
		const kept = refunds.filter(({ status }) => status !== "failed");
		const sum = kept.reduce((total, { amount }) => total + amount, 0);
		expect(charge.amount_refunded).toBe(sum);
		if (charge.captured && charge.status === "succeeded") {
			expect(charge.balance_transaction).not.toBeNull();
		}
	}
	for (const intent of world.state.list("payment_intent")) {
		const charge = world.state.get("charge", intent.latest_charge ?? "");
		expect(intent.amount_received).toBe(
			intent.status === "succeeded" ? charge?.amount_captured : 0,
		);
		expect(intent.amount_capturable).toBe(intent.status === "requires_capture" ? intent.amount : 0);
	}
	for (const entry of world.state.list("balance_transaction")) {
		expect(entry.net).toBe(entry.amount - entry.fee);
	}
}
