// The way to Stripe as one process has it: each call waits for its turn, and may go wrong before or after.
import Stripe from "stripe";
import type { StripeClient } from "../../src/stripe/client.ts";
import type { Process } from "./database.ts";
import { type Counts, count, type Faults } from "./faults.ts";
import { type Turns, taskName } from "./turns.ts";

interface Parts {
	turns: Turns;
	faults: Faults;
	counts: Counts;
}

/** The client itself for everything but its calls. */
export function guardStripe(client: StripeClient, owner: Process, parts: Parts): StripeClient {
	return guard(client, []);

	function guard<T extends object>(part: T, path: readonly string[]): T {
		return new Proxy(part, {
			get(target, key) {
				const value: unknown = Reflect.get(target, key, target);
				if (typeof key !== "string" || key === "reads" || key.startsWith("_")) return value;
				if (typeof value === "function" && path.length > 0)
					return (...args: unknown[]) =>
						call([...path, key].join("."), () => Reflect.apply(value, target, args));
				return isResource(value) ? guard(value, [...path, key]) : value;
			},
		});
	}

	async function call(name: string, send: () => Promise<unknown>): Promise<unknown> {
		const answer = await parts.turns.effect(owner, name, () => attempt(name, send));
		// The answer is under way: others may come first.
		if (parts.faults.strikes("slowAnswer"))
			await parts.turns.effect(owner, `${name} answered`, async () => {});
		return answer;
	}

	async function attempt(name: string, send: () => Promise<unknown>): Promise<unknown> {
		const { faults, counts } = parts;
		mayDie();
		count(counts, `stripe: ${name}`);
		if (name.startsWith("subscriptions."))
			count(counts, `reads: ${taskName.getStore() ?? "other"}`);
		if (faults.strikes("rateLimited")) {
			client.reads.slowDown();
			throw new Stripe.errors.StripeRateLimitError({ type: "api_error", message: "slower" });
		}
		if (faults.strikes("errorBefore"))
			throw new Stripe.errors.StripeAPIError({ type: "api_error", message: "before" });
		const answer = await send();
		mayDie();
		if (faults.strikes("errorAfter"))
			throw new Stripe.errors.StripeAPIError({ type: "api_error", message: "after" });
		if (faults.strikes("timeoutAfter"))
			throw new Stripe.errors.StripeConnectionError({ type: "api_error", message: "timed out" });
		return answer;
	}

	function mayDie(): void {
		if (!parts.faults.strikes("crash")) return;
		owner.die();
		throw new Error("the process has died");
	}
}

function isResource(value: unknown): value is object {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
