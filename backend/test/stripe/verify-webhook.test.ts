import { createHmac } from "node:crypto";
import Stripe from "stripe";
import { describe, expect, test } from "vitest";
import { BillingError } from "../../src/domain/errors.ts";
import { verifyWebhook } from "../../src/stripe/verify-webhook.ts";
import { apiVersion, aStripeEvent, aStripeSubscription, march } from "../support/stripe-objects.ts";

const secret = "whsec_0123456789abcdef";
const other = "whsec_fedcba9876543210";
const now = march + 1_000;
const event = aStripeEvent("customer.subscription.created", aStripeSubscription(), {
	id: "evt_1",
});
const body = JSON.stringify(event, null, 2);

interface Attempt {
	body?: string | Buffer;
	header?: string | undefined;
	secrets?: string[];
	now?: number;
}

function sign(payload: string, timestamp = now, scheme = "v1"): string {
	return Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp, scheme });
}

function verify(attempt: Attempt = {}) {
	const delivery = {
		body: Buffer.from(attempt.body ?? body),
		signature: "header" in attempt ? attempt.header : sign(body),
		wallNow: new Date((attempt.now ?? now) * 1000),
	};
	return verifyWebhook(delivery, attempt.secrets ?? [secret]);
}

function codeOf(attempt: Attempt): string {
	try {
		verify(attempt);
		return "accepted";
	} catch (error) {
		return error instanceof BillingError ? error.code : `threw ${error}`;
	}
}

function hmac(payload: string, key = secret): string {
	return createHmac("sha256", key).update(payload).digest("hex");
}

const good = sign(body).replace(/^t=\d+,/, "");
const digest = hmac(`${now}.${body}`);

test("a genuine delivery is read", () => {
	expect(verify()).toEqual({
		eventId: "evt_1",
		type: "customer.subscription.created",
		apiVersion,
		createdAt: new Date(march * 1000),
		livemode: false,
		account: null,
		customerId: "cus_1",
	});
});

describe("a signature proves nothing when it is", () => {
	const cases: [string, Attempt][] = [
		["missing", { header: undefined }],
		["empty", { header: "" }],
		["white space", { header: "  " }],
		["without a signature", { header: `t=${now}` }],
		["without a time", { header: good }],
		["cut short", { header: sign(body).slice(0, -1) }],
		[
			"one digit off",
			{ header: `t=${now},v1=${digest.slice(0, -1)}${digest.endsWith("0") ? 1 : 0}` },
		],
		["no hex", { header: `t=${now},v1=${"z".repeat(64)}` }],
		["of the scheme v0 alone", { header: sign(body, now, "v0") }],
		["of the scheme v2 alone", { header: sign(body, now, "v2") }],
		["over another body", { header: sign(`${body} `) }],
		["over the body written anew", { body: JSON.stringify(event) }],
		["over the body with one byte more", { body: `${body}\n` }],
		["of another secret", { secrets: [other] }],
		["checked without a secret", { secrets: [] }],
		["over the body without the time", { header: `t=${now},v1=${hmac(body)}` }],
		["over another time", { header: `t=${now + 1},${good}` }],
		["301 s old", { header: sign(body, now - 301) }],
		["301 s ahead", { header: sign(body, now + 301) }],
		["a day old", { header: sign(body, now - 86_400) }],
		["of the time NaN", { header: `t=NaN,v1=${hmac(`NaN.${body}`)}` }],
		["of a negative time", { header: `t=-${now},v1=${hmac(`-${now}.${body}`)}` }],
		["of a time with a fraction", { header: `t=${now}.5,v1=${hmac(`${now}.5.${body}`)}` }],
		["of a time in hex", { header: `t=0x7fffffff,v1=${hmac(`0x7fffffff.${body}`)}` }],
		["of a time too large for a number", { header: `t=${"9".repeat(400)},${good}` }],
		["of two times", { header: `t=${now - 9_000},t=${now},${good}` }],
		["of the same time twice", { header: `t=${now},t=${now},${good}` }],
		["very long", { header: `t=${now},v1=${"a".repeat(100_000)}` }],
	];
	test.each(cases)("%s", (_what, attempt) => {
		expect(codeOf(attempt)).toBe("signature_invalid");
	});

	test("of a secret that is the right one's beginning, or has white space", () => {
		for (const near of [secret.slice(0, -1), `${secret} `, secret.toUpperCase()])
			expect(codeOf({ secrets: [near] })).toBe("signature_invalid");
	});
});

test("a body behind a byte order mark is refused, with or without the mark under the signature", () => {
	const marked = `\uFEFF${body}`;
	for (const signed of [marked, body])
		expect(codeOf({ body: marked, header: sign(signed) })).toMatch(/_invalid$|_malformed$/);
});

describe("a signature proves when it is", () => {
	const cases: [string, Attempt][] = [
		["300 s old", { header: sign(body, now - 300) }],
		["300 s ahead", { header: sign(body, now + 300) }],
		["by the older of two secrets while one is rolled", { secrets: [other, secret] }],
		["by the newer of two secrets", { secrets: [secret, other] }],
		["one of several, as while a secret is rolled", { header: `t=${now},v1=${hmac("x")},${good}` }],
		["beside one of another scheme", { header: `t=${now},v0=${hmac("x")},${good}` }],
	];
	test.each(cases)("%s", (_what, attempt) => {
		expect(codeOf(attempt)).toBe("accepted");
	});
});

describe("a signed body is no event when it is", () => {
	const bodies: [string, string][] = [
		["empty", ""],
		["no JSON", "hello"],
		["cut short", body.slice(0, -2)],
		["null", "null"],
		["a number", "1"],
		["a string", '"x"'],
		["an array", "[1]"],
		["an array of an event", `[${body}]`],
		["an empty object", "{}"],
		["ten thousand brackets deep", "[".repeat(10_000) + "]".repeat(10_000)],
	];
	test.each(bodies)("%s", (_what, text) => {
		expect(codeOf({ body: text, header: sign(text) })).toBe("event_malformed");
	});

	const events: [string, Record<string, unknown>][] = [
		["without data", { data: undefined }],
		["without an object in data", { data: {} }],
		["with a list as its object", { data: { object: [] } }],
		["with null as its object", { data: { object: null } }],
		["of another kind of object", { object: "charge" }],
		["with a NUL in its id", { id: "evt_1\0" }],
		["with the id of another object", { id: "cus_1" }],
		["with a number as its id", { id: 1 }],
		["with an endless id", { id: `evt_${"a".repeat(251)}` }],
		["with a NUL in its type", { type: "invoice.paid\0" }],
		["without a type", { type: undefined }],
		["created at half a second", { created: march + 0.5 }],
		["created at a text", { created: String(march) }],
		["created before 1970", { created: -1 }],
		["created after the year 9999", { created: 253_402_300_800 }],
		["created beyond all numbers", { created: 1e308 }],
		["of neither mode", { livemode: "false" }],
		["with a number as API version", { api_version: 20_261_028 }],
	];
	test.each(events)("an object %s", (_what, fields) => {
		const text = JSON.stringify({ ...event, ...fields });
		expect(codeOf({ body: text, header: sign(text) })).toBe("event_malformed");
	});
});

describe("the customer of an event", () => {
	const objects: [string, unknown, string | null][] = [
		["is named by its object", { object: "invoice", customer: "cus_2" }, "cus_2"],
		["may be expanded", { object: "invoice", customer: { id: "cus_3" } }, "cus_3"],
		["is the object itself", { object: "customer", id: "cus_4" }, "cus_4"],
		["may be absent", { object: "product", id: "prod_1" }, null],
		["may be null", { object: "invoice", customer: null }, null],
		["is no sentence", { object: "invoice", customer: "cus_1; drop table users" }, null],
		["is no lane of a user", { object: "invoice", customer: "user:1" }, null],
		["is no number", { object: "invoice", customer: 7 }, null],
	];
	test.each(objects)("%s", (_what, object, customerId) => {
		const text = JSON.stringify(aStripeEvent("invoice.paid", object));
		expect(verify({ body: text, header: sign(text) })?.customerId).toBe(customerId);
	});
});
