// Checks what was typed into the sign-in and sign-up forms, and words what the issuer refused.
import type { Problem } from "../billing-api/problem.ts";

export type IdentityField = "name" | "email" | "password";

export type IdentityFormState = Readonly<{
	/** What was typed, to show again. Never the password. */
	values: Readonly<{ name: string; email: string }>;
	fieldErrors: Readonly<Partial<Record<IdentityField, string>>>;
	/** What is wrong with the whole, rather than with one field. */
	problem: string | null;
}>;

export type TypedIdentity = Readonly<Record<IdentityField, string>>;

export const emptyState: IdentityFormState = {
	values: { name: "", email: "" },
	fieldErrors: {},
	problem: null,
};

/** As the issuer has it; saying it before sending spares a round trip, the issuer still decides. */
const minPasswordLength = 8;
const maxPasswordLength = 128;
const maxNameLength = 100;

/** The fields of a posted form, trimmed where spaces mean nothing. A password is taken as it is. */
export function identityIn(form: FormData): TypedIdentity {
	const field = (name: IdentityField) => {
		const value = form.get(name);
		return typeof value === "string" ? value : "";
	};
	return {
		name: field("name").trim(),
		email: field("email").trim(),
		password: field("password"),
	};
}

/** What is wrong with a sign-up before it is sent; empty when nothing is. */
export function signUpErrors({ name, email, password }: TypedIdentity) {
	const errors: Partial<Record<IdentityField, string>> = { ...emailErrors(email) };
	if (!name) errors.name = "Enter your name.";
	else if (name.length > maxNameLength) errors.name = "Enter a name of at most 100 characters.";
	if (password.length < minPasswordLength) {
		errors.password = "Use at least 8 characters.";
	} else if (password.length > maxPasswordLength) {
		errors.password = "Use at most 128 characters.";
	}
	return errors;
}

/** What is wrong with a sign-in before it is sent; empty when nothing is. */
export function signInErrors({ email, password }: TypedIdentity) {
	const errors: Partial<Record<IdentityField, string>> = { ...emailErrors(email) };
	if (!password) errors.password = "Enter your password.";
	return errors;
}

function emailErrors(email: string): Partial<Record<IdentityField, string>> {
	return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)
		? {}
		: { email: "Enter an email address, such as ada@example.com." };
}

/** The form's answer to a refusal of the issuer. */
export function refusedState(
	typed: TypedIdentity,
	status: number,
	problem: Problem,
): IdentityFormState {
	const values = { name: typed.name, email: typed.email };
	const field = fieldOf(problem.code);
	if (field) return { values, fieldErrors: { [field.name]: field.message }, problem: null };
	return { values, fieldErrors: {}, problem: wordsFor(status) };
}

function fieldOf(code: string): { name: IdentityField; message: string } | null {
	if (code.startsWith("USER_ALREADY_EXISTS")) {
		return { name: "email", message: "There is already an account with this email." };
	}
	if (code === "INVALID_EMAIL") return { name: "email", message: "Enter a valid email address." };
	if (code === "PASSWORD_TOO_SHORT") {
		return { name: "password", message: "Use at least 8 characters." };
	}
	if (code === "PASSWORD_TOO_LONG") {
		return { name: "password", message: "Use at most 128 characters." };
	}
	return null;
}

function wordsFor(status: number): string {
	if (status === 401) return "This email and password do not belong together.";
	if (status === 429) return "That was a lot of tries. Wait a minute, then try again.";
	if (status >= 500) return "We can't reach the sign-in service. Try again in a moment.";
	// The library's own sentences are written for developers.
	return "That did not work. Check what you have typed and try again.";
}
