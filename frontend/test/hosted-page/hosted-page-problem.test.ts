// What a person is told when Checkout or the portal does not open.
import { expect, it } from "vitest";
import { describeProblem, isWebAddress } from "../../src/hosted-page/hosted-page-problem.ts";

it("offers the billing page to someone who has a subscription already", () => {
	const problem = {
		code: "already_subscribed",
		message: "x",
		manage_url: "https://billing.stripe.com/p/1",
	};
	expect(describeProblem(409, problem, "/pricing").link).toEqual({
		href: "https://billing.stripe.com/p/1",
		label: "Manage your subscription",
	});
});

it.each([undefined, "javascript:alert(1)", "nonsense"])(
	"offers the dashboard instead of a manage_url that is %s",
	(manageUrl) => {
		const problem = { code: "already_subscribed", message: "x", manage_url: manageUrl };
		expect(describeProblem(409, problem, "/pricing").link?.href).toBe("/dashboard");
	},
);

it("leads back to the same place after signing in again", () => {
	const { link } = describeProblem(401, { code: "token_invalid", message: "x" }, "/pricing?a=1");
	expect(link?.href).toBe("/sign-in?next=%2Fpricing%3Fa%3D1");
});

it.each([
	[409, "no_customer", "/pricing"],
	[422, "unknown_price", "/pricing"],
])("%d %s has a way out", (status, code, href) => {
	expect(describeProblem(status, { code, message: "x" }, "/dashboard").link?.href).toBe(href);
});

it("says that nothing was charged when payments cannot be reached", () => {
	const text = describeProblem(503, { code: "stripe_unavailable", message: "raw" }, "/").message;
	expect(text).toContain("Nothing was charged");
	expect(text).not.toContain("raw");
});

it("passes on the backend's own sentence for anything else", () => {
	const problem = { code: "parameter_invalid", message: "A field has a value it cannot have." };
	expect(describeProblem(400, problem, "/").message).toBe(problem.message);
});

it.each([
	["https://checkout.stripe.com/c/pay/cs_1", true],
	["http://127.0.0.1:12111/c/pay/cs_1", true],
	["javascript:alert(1)", false],
	["data:text/html,x", false],
	["/relative", false],
	["", false],
])("takes %s for a web address: %s", (value, expected) => {
	expect(isWebAddress(value)).toBe(expected);
});
