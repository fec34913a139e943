import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { engines } from "../support/databases.ts";
import { countRows, expectRefusal } from "../support/refusals.ts";
import { type Person, signUp, startTollgate, type Tollgate } from "../support/start.ts";

const json = { "content-type": "application/json" };
const checkout = "/api/v1/stripe/create-checkout-session";
const portal = "/api/v1/stripe/create-portal-session";

describe.each(engines)("bad input changes nothing, on %s:", (engine) => {
	let tollgate: Tollgate;
	let ada: Person;
	let before: Record<string, number>;
	beforeAll(async () => {
		tollgate = await startTollgate(engine, { webhooks: false });
		ada = await signUp(tollgate);
	});
	afterAll(() => tollgate.close());
	beforeEach(async () => {
		before = await countRows(tollgate.app.deps.database);
	});
	afterEach(async () => {
		expect(await countRows(tollgate.app.deps.database)).toEqual(before);
	});

	function send(path: string, body: string | undefined, headers: Record<string, string> = json) {
		return fetch(`${tollgate.url}${path}`, {
			method: "POST",
			headers: { authorization: `Bearer ${ada.token}`, ...headers },
			...(body !== undefined && { body: Buffer.from(body) }),
		});
	}

	const bodies: [object, number, string, string?][] = [
		[{}, 400, "price_or_tier_missing", "price_id"],
		[{ interval: "year" }, 400, "price_or_tier_missing", "price_id"],
		[{ price_id: "price_1", tier_name: "founder" }, 400, "price_and_tier_given", "tier_name"],
		[{ tier_name: "enterprise" }, 422, "unknown_tier", "tier_name"],
		[{ tier_name: "__proto__" }, 422, "unknown_tier", "tier_name"],
		[{ tier_name: "constructor" }, 422, "unknown_tier", "tier_name"],
		[{ tier_name: "toString" }, 422, "unknown_tier", "tier_name"],
		[{ tier_name: "founder\0" }, 422, "unknown_tier", "tier_name"],
		[{ tier_name: "founder", currency: "eur" }, 422, "unknown_tier", "tier_name"],
		[{ price_id: "price_gone" }, 422, "unknown_price", "price_id"],
		[{ price_id: "'; drop table users; --" }, 422, "unknown_price", "price_id"],
		[{ price_id: "price_1", interval: "month" }, 400, "parameter_invalid", "interval"],
		[{ price_id: 7 }, 400, "parameter_invalid", "price_id"],
		[{ price_id: null }, 400, "parameter_invalid", "price_id"],
		[{ price_id: "" }, 400, "parameter_invalid", "price_id"],
		[{ price_id: "p".repeat(256) }, 400, "parameter_invalid", "price_id"],
		[{ price_id: { $gt: "" } }, 400, "parameter_invalid", "price_id"],
		[{ tier_name: ["founder"] }, 400, "parameter_invalid", "tier_name"],
		[{ tier_name: true }, 400, "parameter_invalid", "tier_name"],
		[{ tier_name: "founder", interval: "week" }, 400, "parameter_invalid", "interval"],
		[{ tier_name: "founder", interval: 1 }, 400, "parameter_invalid", "interval"],
		[{ tier_name: "founder", currency: "USD" }, 400, "parameter_invalid", "currency"],
		[{ tier_name: "founder", currency: 840 }, 400, "parameter_invalid", "currency"],
		...["customer", "trial_days", "quantity", "userId", "is_admin", "status", "coupon"].map(
			(field): [object, number, string, string] => [
				{ tier_name: "founder", [field]: 30 },
				400,
				"parameter_unknown",
				field,
			],
		),
		[{ tier_name: "founder", "<script>": 1 }, 400, "parameter_unknown", "<script>"],
		[{ constructor: 1, tier_name: "founder" }, 400, "parameter_unknown", "constructor"],
		[[], 400, "parameter_invalid", "body"],
		[[{ tier_name: "founder" }], 400, "parameter_invalid", "body"],
	];
	test.each(bodies)("checkout for %j is %i %s", async (body, status, code, param) => {
		await expectRefusal(await send(checkout, JSON.stringify(body)), { status, code, param });
	});

	test("a price that Stripe has and the catalogue has not cannot be bought", async () => {
		const { stripe } = tollgate;
		const product = await stripe.products.create({ name: "Something else" });
		const price = await stripe.prices.create({
			product: product.id,
			currency: "usd",
			unit_amount: 1,
			recurring: { interval: "month" },
		});
		const refusal = { status: 422, code: "unknown_price", param: "price_id" };
		await expectRefusal(await send(checkout, JSON.stringify({ price_id: price.id })), refusal);
	});

	const malformed: [string, string][] = [
		["no JSON", "tier_name=founder"],
		["cut short", '{"tier_name":"foun'],
		["nothing", ""],
		["white space", "  \n"],
		["a key that poisons prototypes", '{"tier_name":"founder","__proto__":{"customer":"cus_1"}}'],
		["a constructor that does", '{"tier_name":"founder","constructor":{"prototype":{"a":1}}}'],
		["a NUL", '{"tier_name":"fo\0under"}'],
		["two values", '{"tier_name":"founder"}{"tier_name":"founder"}'],
	];
	test.each(malformed)("a body of %s is malformed", async (_what, body) => {
		await expectRefusal(await send(checkout, body), { status: 400, code: "body_malformed" });
	});

	test.each(["null", "1", '"founder"', "true"])("the body %s is no object", async (body) => {
		const refusal = { status: 400, code: "parameter_invalid", param: "body" };
		await expectRefusal(await send(checkout, body), refusal);
	});

	test("a body ten thousand brackets deep is refused like any other", async () => {
		const body = `{"tier_name":${"[".repeat(10_000)}${"]".repeat(10_000)}}`;
		const refusal = { status: 400, code: "parameter_invalid", param: "tier_name" };
		await expectRefusal(await send(checkout, body), refusal);
	});

	test("of a field given twice the last counts", async () => {
		const body = '{"tier_name":"founder","tier_name":"enterprise"}';
		const refusal = { status: 422, code: "unknown_tier", param: "tier_name" };
		await expectRefusal(await send(checkout, body), refusal);
	});

	test("a body too large is not read", async () => {
		const body = JSON.stringify({ tier_name: "f".repeat(70_000) });
		await expectRefusal(await send(checkout, body), { status: 413, code: "body_too_large" });
	});

	test.each(["application/xml", "application/x-www-form-urlencoded", "multipart/form-data", "x"])(
		"a body as %s is not JSON",
		async (type) => {
			const response = await send(checkout, '{"tier_name":"founder"}', { "content-type": type });
			await expectRefusal(response, { status: 415, code: "media_type_unsupported" });
		},
	);

	const paths = [
		...["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)"],
		...["", "dashboard", "/a b", "/a\nb", "/@evil.example", `/${"a".repeat(512)}`, 7],
	];
	test.each(paths)("the portal leads back to no %j", async (return_path) => {
		const response = await send(portal, JSON.stringify({ return_path }));
		const refusal = { status: 400, code: "parameter_invalid", param: "return_path" };
		await expectRefusal(response, refusal);
	});

	test("the portal is for the caller's own customer, whom nobody names", async () => {
		const named = await send(portal, JSON.stringify({ customer: "cus_1" }));
		await expectRefusal(named, { status: 400, code: "parameter_unknown", param: "customer" });
		const own = await send(portal, "{}");
		await expectRefusal(own, { status: 409, code: "no_customer" });
	});

	test("who sends no token gets nowhere with a sound body", async () => {
		for (const path of [checkout, portal]) {
			const body = path === checkout ? { tier_name: "founder" } : {};
			const response = await fetch(`${tollgate.url}${path}`, {
				method: "POST",
				headers: json,
				body: JSON.stringify(body),
			});
			await expectRefusal(response, { status: 401, code: "token_invalid" });
			expect(response.headers.get("www-authenticate")).toBe("Bearer");
		}
	});

	const unknown: [string, string][] = [
		["GET", "/"],
		["GET", "/api/v1"],
		["GET", "/api/v1/billing/nothing"],
		["GET", "/api/v1/billing/me/"],
		["GET", checkout],
		["PUT", checkout],
		["DELETE", "/api/v1/billing/me"],
		["GET", "/api/v1/stripe/webhook"],
		["GET", "/api/v1/%2e%2e/admin"],
		["GET", "/.env"],
		["POST", "/healthz"],
	];
	test.each(unknown)("%s %s leads nowhere", async (method, path) => {
		const headers = { authorization: `Bearer ${ada.token}` };
		const response = await fetch(`${tollgate.url}${path}`, { method, headers });
		await expectRefusal(response, { status: 404, code: "not_found" });
	});

	test.each([
		["cs_test_nothing", 404, "not_found"],
		["cs_test_nothing%00", 400, "parameter_invalid"],
		["cs_a%2F..%2Fcus_1", 400, "parameter_invalid"],
		["sub_1", 400, "parameter_invalid"],
		["", 400, "parameter_invalid"],
		[`cs_${"a".repeat(260)}`, 400, "parameter_invalid"],
	])("the checkout session %s is %i %s", async (id, status, code) => {
		const response = await fetch(`${tollgate.url}/api/v1/stripe/checkout-sessions/${id}`, {
			headers: { authorization: `Bearer ${ada.token}` },
		});
		await expectRefusal(response, { status, code, param: status === 400 ? "id" : undefined });
	});
});
