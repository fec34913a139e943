// What the sign-in and sign-up forms say about what was typed.
import { describe, expect, it } from "vitest";
import {
	identityIn,
	refusedState,
	signInErrors,
	signUpErrors,
} from "../../src/identity/identity-form-state.ts";

const ada = { name: "Ada", email: "ada@example.com", password: "correct horse" };

function form(fields: Record<string, string>): FormData {
	const data = new FormData();
	for (const [name, value] of Object.entries(fields)) data.set(name, value);
	return data;
}

it("trims the name and the email, and leaves the password as it was typed", () => {
	const typed = identityIn(form({ name: " Ada ", email: " ada@example.com ", password: " p w " }));
	expect(typed).toEqual({ name: "Ada", email: "ada@example.com", password: " p w " });
});

it("takes a missing field, or a file in its place, as empty", () => {
	const data = form({});
	data.set("email", new Blob(["x"]));
	expect(identityIn(data)).toEqual({ name: "", email: "", password: "" });
});

describe("before sending", () => {
	it("finds nothing wrong with a good sign-up or sign-in", () => {
		expect(signUpErrors(ada)).toEqual({});
		expect(signInErrors(ada)).toEqual({});
	});

	it("names every field that is wrong", () => {
		expect(Object.keys(signUpErrors({ name: "", email: "ada", password: "short" })).sort()).toEqual(
			["email", "name", "password"],
		);
		expect(Object.keys(signInErrors({ name: "", email: "", password: "" })).sort()).toEqual([
			"email",
			"password",
		]);
	});

	it("does not judge the length of a password that exists already", () => {
		expect(signInErrors({ ...ada, password: "old" })).toEqual({});
	});
});

describe("after a refusal", () => {
	it.each([
		["USER_ALREADY_EXISTS", 422, "email"],
		["USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL", 422, "email"],
		["INVALID_EMAIL", 400, "email"],
		["PASSWORD_TOO_SHORT", 400, "password"],
		["PASSWORD_TOO_LONG", 400, "password"],
	])("%s is told at its field", (code, status, field) => {
		const state = refusedState(ada, status, { code, message: "raw" });
		expect(Object.keys(state.fieldErrors)).toEqual([field]);
		expect(state.problem).toBeNull();
	});

	it("keeps what was typed, and never the password", () => {
		const state = refusedState(ada, 401, { code: "INVALID_EMAIL_OR_PASSWORD", message: "raw" });
		expect(state.values).toEqual({ name: "Ada", email: "ada@example.com" });
		expect(JSON.stringify(state)).not.toContain("correct horse");
	});

	it("says the same for a wrong password and an unknown email", () => {
		const wrong = refusedState(ada, 401, { code: "INVALID_EMAIL_OR_PASSWORD", message: "a" });
		const unknown = refusedState(ada, 401, { code: "USER_NOT_FOUND", message: "b" });
		expect(wrong).toEqual(unknown);
	});

	it.each([400, 403, 429, 500, 503])("words a %d itself and shows nothing raw", (status) => {
		const state = refusedState(ada, status, { code: "x", message: "SELECT * FROM users" });
		expect(state.problem).toBeTruthy();
		expect(state.problem).not.toContain("SELECT");
	});
});
