// Stripe's own request sequences for making an event happen, as far as the simulator covers them.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isRecord } from "../support/schema-check.ts";
import { startTest } from "../support/start.ts";

const folder = new URL("../../../../shared/stripe/triggers/", import.meta.url);
const present = existsSync(folder);
if (!present) console.warn("No trigger sequences beside the project: they are not run.");

/** Sequences whose endpoints or modes are not there yet; each must leave this list when it works. */
const notYet: readonly RegExp[] = [
	/^(charge|coupon|credit_note|invoiceitem|payment_link|plan|promotion_code|quote|tax_rate)\./,
	/^(payment_intent|setup_intent|subscription_schedule|test_helpers|v1)\./,
	/^customer\.(discount|source)\./,
	/^invoice\.(created|deleted|finalized|marked|paid|payment|sent|updated|voided)/,
	/^checkout\.session\./,
	/^payment_method\.updated$/,
];

interface Fixture {
	name: string;
	path: string;
	method: string;
	params?: Record<string, unknown>;
	expected_error_type?: string;
}

describe.skipIf(!present)("the sequence for", () => {
	const names = present ? readdirSync(folder).map((file) => file.replace(/\.json$/, "")) : [];
	const covered = names.filter((name) => !notYet.some((pattern) => pattern.test(name)));

	it.each(covered)("%s emits it", async (name) => {
		const { stripe } = await startTest();
		const text = readFileSync(new URL(`${name}.json`, folder), "utf8");
		const { fixtures }: { fixtures: Fixture[] } = JSON.parse(text);
		const answers = new Map<string, unknown>();
		for (const fixture of fixtures) {
			const method = fixture.method.toUpperCase();
			const path = String(filled(fixture.path, answers));
			const params = filled(fixture.params ?? {}, answers);
			const options = isRecord(params) ? params : {};
			const call = stripe.rawRequest(method, path, options);
			if (fixture.expected_error_type === undefined) answers.set(fixture.name, await call);
			else await expect(call).rejects.toMatchObject({ rawType: fixture.expected_error_type });
		}
		const events = await stripe.events.list({ limit: 100 });
		// Two of the files are named after a story instead of the event that tells it.
		const type = name.replace(/^subscription\.payment_/, "invoice.payment_");
		expect(events.data.map((event) => event.type)).toContain(type);
	});
});

/** The value with each `${fixture:path}` replaced by what that fixture answered. */
function filled(value: unknown, answers: ReadonlyMap<string, unknown>): unknown {
	if (typeof value === "string") {
		return value.replace(/\$\{([^:}]+):([^}|]+)[^}]*\}/g, (_whole, name, path) =>
			String(
				String(path)
					.split(".")
					.reduce((inner: unknown, key) => reach(inner, key), answers.get(name)),
			),
		);
	}
	if (Array.isArray(value)) return value.map((one) => filled(one, answers));
	if (!isRecord(value)) return value;
	return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, filled(one, answers)]));
}

function reach(inner: unknown, key: string): unknown {
	if (Array.isArray(inner)) return inner[Number(key)];
	return isRecord(inner) ? inner[key] : undefined;
}
