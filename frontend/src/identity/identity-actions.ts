"use server";
// Signs a person up or in, and sends them on. Works with scripts off.
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { signIn, signUp } from "../billing-api/identity.ts";
import { startSession } from "../session/current-session.ts";
import { safeNextPath } from "../session/next-path.ts";
import { visitorAddress } from "../session/visitor-address.ts";
import {
	type IdentityFormState,
	identityIn,
	refusedState,
	signInErrors,
	signUpErrors,
} from "./identity-form-state.ts";

/** Makes an account and a session, then leads to `next`, or to the prices. */
export async function signUpHere(
	_before: IdentityFormState,
	form: FormData,
): Promise<IdentityFormState> {
	const typed = identityIn(form);
	const fieldErrors = signUpErrors(typed);
	if (Object.keys(fieldErrors).length > 0) {
		return { values: typedWithoutPassword(typed), fieldErrors, problem: null };
	}
	const reply = await signUp(typed, visitorAddress(await headers()));
	if (!reply.ok) return refusedState(typed, reply.status, reply.problem);
	await startSession(reply.value);
	redirect(safeNextPath(form.get("next"), "/pricing"));
}

/** Opens a session, then leads to `next`, or to the dashboard. */
export async function signInHere(
	_before: IdentityFormState,
	form: FormData,
): Promise<IdentityFormState> {
	const typed = identityIn(form);
	const fieldErrors = signInErrors(typed);
	if (Object.keys(fieldErrors).length > 0) {
		return { values: typedWithoutPassword(typed), fieldErrors, problem: null };
	}
	const reply = await signIn(
		{ email: typed.email, password: typed.password },
		visitorAddress(await headers()),
	);
	if (!reply.ok) return refusedState(typed, reply.status, reply.problem);
	await startSession(reply.value);
	redirect(safeNextPath(form.get("next"), "/dashboard"));
}

function typedWithoutPassword({ name, email }: Readonly<{ name: string; email: string }>) {
	return { name, email };
}
