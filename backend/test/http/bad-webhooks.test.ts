import { gzipSync } from "node:zlib";
import Stripe from "stripe";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { engines } from "../support/databases.ts";
import { deliver } from "../support/deliver.ts";
import { countRows, expectRefusal } from "../support/refusals.ts";
import { startTollgate, type Tollgate } from "../support/start.ts";
import { aStripeEvent, aStripeSubscription } from "../support/stripe-objects.ts";

const secret = "whsec_sim_of_no_endpoint_000";
const signatureInvalid = { status: 400, code: "signature_invalid", param: "Stripe-Signature" };
const eventMalformed = { status: 400, code: "event_malformed" };

describe.each(engines)("a bad webhook delivery changes nothing, on %s:", (engine) => {
	let tollgate: Tollgate;
	let before: Record<string, number>;
	beforeAll(async () => {
		tollgate = await startTollgate(engine, { webhooks: false });
	});
	afterAll(() => tollgate.close());
	beforeEach(async () => {
		before = await countRows(tollgate.app.deps.database);
	});
	afterEach(async () => {
		expect(await countRows(tollgate.app.deps.database)).toEqual(before);
	});

	const event = aStripeEvent("customer.subscription.created", aStripeSubscription());
	const nowSeconds = () => Math.floor(Date.now() / 1000);

	test("without a signature", async () => {
		const response = await deliver(tollgate, event, { secret, header: null });
		await expectRefusal(response, signatureInvalid);
	});

	test.each(["", "t=1", "v1=ab", "t=1,v1=ab", "t=now,v1=00", `t=1,v1=${"0".repeat(64)}`, "junk"])(
		"with the signature %j",
		async (header) => {
			const response = await deliver(tollgate, event, { secret, header });
			await expectRefusal(response, signatureInvalid);
		},
	);

	test("signed with another secret", async () => {
		const response = await deliver(tollgate, event, { secret: "whsec_sim_of_somebody_else" });
		await expectRefusal(response, signatureInvalid);
	});

	test("signed more than five minutes ago, or ahead", async () => {
		for (const apart of [-310, 310, -86_400, 86_400]) {
			const timestamp = nowSeconds() + apart;
			await expectRefusal(await deliver(tollgate, event, { secret, timestamp }), signatureInvalid);
		}
	});

	test("written anew on the way", async () => {
		const payload = JSON.stringify(event, null, 2);
		const header = Stripe.webhooks.generateTestHeaderString({ payload, secret });
		const response = await deliver(tollgate, JSON.stringify(event), { secret, header });
		await expectRefusal(response, signatureInvalid);
	});

	test.each(["null", "[1]", "1", '"x"', "{}", "hello", '{"object":"event"}'])(
		"of the signed body %s",
		async (body) => {
			await expectRefusal(await deliver(tollgate, body, { secret }), eventMalformed);
		},
	);

	test("larger than any event", async () => {
		const large = aStripeEvent("invoice.paid", { customer: "cus_1", note: "x".repeat(300_000) });
		const response = await deliver(tollgate, large, { secret });
		await expectRefusal(response, { status: 413, code: "body_too_large" });
	});

	test("packed, as Stripe never sends it", async () => {
		const payload = JSON.stringify(event);
		const response = await fetch(`${tollgate.url}/api/v1/stripe/webhook`, {
			method: "POST",
			headers: {
				"content-type": "application/json",
				"content-encoding": "gzip",
				"stripe-signature": Stripe.webhooks.generateTestHeaderString({ payload, secret }),
			},
			body: gzipSync(payload),
		});
		await expectRefusal(response, signatureInvalid);
	});

	test("of the other mode or of a connected account, though it is acknowledged", async () => {
		for (const fields of [{ livemode: true }, { account: "acct_1" }]) {
			const foreign = aStripeEvent("customer.subscription.created", aStripeSubscription(), fields);
			const response = await deliver(tollgate, foreign, { secret });
			expect(await response.json()).toEqual({ received: true });
		}
	});
});

describe.each(engines)("a sound webhook delivery, on %s,", (engine) => {
	let tollgate: Tollgate;
	beforeAll(async () => {
		tollgate = await startTollgate(engine, { webhooks: false });
	});
	afterAll(() => tollgate.close());

	test("is taken whatever media type it says it has", async () => {
		for (const type of ["application/json; charset=utf-8", "text/plain", undefined]) {
			const payload = JSON.stringify(aStripeEvent("foo.bar", { object: "foo" }));
			const response = await fetch(`${tollgate.url}/api/v1/stripe/webhook`, {
				method: "POST",
				headers: {
					"stripe-signature": Stripe.webhooks.generateTestHeaderString({ payload, secret }),
					...(type !== undefined && { "content-type": type }),
				},
				body: Buffer.from(payload),
			});
			expect(response.status).toBe(200);
		}
	});

	test("of an unknown type is kept as ignored, once", async () => {
		const before = await countRows(tollgate.app.deps.database);
		const event = aStripeEvent("foo.bar", { object: "foo", customer: "cus_1" });
		for (const _ of [1, 2, 3])
			expect((await deliver(tollgate, event, { secret })).status).toBe(200);
		const after = await countRows(tollgate.app.deps.database);
		expect(after).toEqual({ ...before, stripe_events: before.stripe_events! + 1 });
	});
});
