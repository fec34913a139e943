// How the return from Checkout is confirmed, against a real server that changes its mind.
import { expect, it } from "vitest";
import { confirmCheckout } from "../../../src/app/dashboard/confirm-checkout.ts";
import { aBilling, aSubscription } from "../../support/billing.ts";
import { listen, reply } from "../../support/listen.ts";

type Answer = readonly [status: number, body: unknown];

const confirming: Answer = [200, { status: "confirming", billing: aBilling(null, "blocked") }];
const confirmed: Answer = [
	200,
	{ status: "confirmed", billing: aBilling(aSubscription({ status: "trialing" })) },
];
const broken: Answer = [503, { error: { code: "stripe_unavailable", message: "x" } }];

/** Answers in order, the last one for ever; waiting takes no time but is counted. */
async function run(answers: readonly Answer[], signal = new AbortController().signal) {
	const { url, received } = await listen((_request, response) => {
		const [status, body] = answers[Math.min(received.length, answers.length) - 1]!;
		reply(response, status, body);
	});
	let waitedMs = 0;
	const outcome = await confirmCheckout("cs_test_1", {
		fetch: (path, init) => fetch(url + path, init),
		wait: async (ms) => {
			waitedMs += ms;
		},
		signal,
	});
	return { outcome, tries: received.length, waitedMs, received };
}

it("is done with the first answer when the payment is confirmed at once", async () => {
	const { outcome, tries, waitedMs, received } = await run([confirmed]);
	expect(outcome).toEqual({ kind: "confirmed", tierDisplayName: "Founder" });
	expect([tries, waitedMs]).toEqual([1, 0]);
	expect(received[0]?.url).toBe("/api/proxy/stripe/checkout-sessions/cs_test_1");
});

it("asks again while it is confirming, and through a failure", async () => {
	const { outcome, tries } = await run([confirming, broken, confirmed]);
	expect(outcome.kind).toBe("confirmed");
	expect(tries).toBe(3);
});

it("stops after about 20 seconds and says honestly that it is still processing", async () => {
	const { outcome, tries, waitedMs } = await run([confirming]);
	expect(outcome).toEqual({ kind: "processing" });
	expect(tries).toBeLessThanOrEqual(10);
	expect(waitedMs).toBeGreaterThanOrEqual(18_000);
	expect(waitedMs).toBeLessThanOrEqual(22_000);
});

it.each<[string, Answer, string]>([
	[
		"an expired session",
		[200, { status: "expired", billing: aBilling(null, "blocked") }],
		"expired",
	],
	["someone else's session", [404, { error: { code: "not_found", message: "x" } }], "not-theirs"],
	["a lost sign-in", [401, { error: { code: "token_invalid", message: "x" } }], "signed-out"],
])("does not repeat itself for %s", async (_name, answer, kind) => {
	const { outcome, tries } = await run([answer]);
	expect(outcome.kind).toBe(kind);
	expect(tries).toBe(1);
});

it("says that it failed when the last try fails", async () => {
	expect((await run([broken])).outcome.kind).toBe("failed");
	expect((await run([[200, "nonsense"]])).outcome.kind).toBe("failed");
});

it("stops asking when the page is left", async () => {
	const controller = new AbortController();
	controller.abort(new Error("left"));
	await expect(run([confirming], controller.signal)).rejects.toThrow("left");
});
