// The whole form: what goes on to billing, and which field is to blame.
import { describe, expect, it } from "vitest";
import { checkForm, readForm, type TypedForm } from "../../src/pages/card/card-form.ts";

const now = Date.UTC(2026, 10, 22) / 1000;
const good: TypedForm = {
	email: "ada@example.com",
	number: "4242 4242 4242 4242",
	expiry: "12 / 34",
	cvc: "123",
	name: "Ada Lovelace",
};

describe("the card form", () => {
	it("hands on digits, a month and a four-digit year", () => {
		expect(checkForm(good, { now, asksForEmail: false })).toEqual({
			kind: "valid",
			card: {
				number: "4242424242424242",
				exp_month: 12,
				exp_year: 2034,
				cvc: "123",
				name: "Ada Lovelace",
			},
		});
	});

	it("hands on the e-mail only when it was asked for", () => {
		expect(checkForm(good, { now, asksForEmail: true })).toMatchObject({
			card: { email: "ada@example.com" },
		});
	});

	it("blames every field at once, so that nobody has to send it five times", () => {
		const empty = readForm(new URLSearchParams());
		const checked = checkForm(empty, { now, asksForEmail: true });
		expect(checked.kind === "invalid" && Object.keys(checked.errors).sort()).toEqual([
			"cvc",
			"email",
			"expiry",
			"name",
			"number",
		]);
	});

	it.each(["ada", "ada@", "ada@example", "ada@example.", "a da@example.com", "@example.com"])(
		"does not take %j for an e-mail",
		(email) =>
			expect(checkForm({ ...good, email }, { now, asksForEmail: true })).toEqual({
				kind: "invalid",
				errors: { email: "Your email is incomplete." },
			}),
	);

	it("does not look at an e-mail it never asked for", () => {
		const checked = checkForm({ ...good, email: "nonsense" }, { now, asksForEmail: false });
		expect(checked.kind).toBe("valid");
	});

	it("reads a name of blanks as none", () => {
		const typed = readForm(new URLSearchParams({ ...good, name: "   " }));
		expect(checkForm(typed, { now, asksForEmail: false })).toMatchObject({
			errors: { name: "Enter the name on the card." },
		});
	});

	it("takes the first of a field that is sent twice", () => {
		expect(readForm(new URLSearchParams("name=Ada&name=Eve")).name).toBe("Ada");
	});
});
