"use client";
// The form that signs a person up or in.
import Link from "next/link";
import { useActionState, useEffect, useRef } from "react";
import { buttonStyle } from "../components/button-style.ts";
import { Notice } from "../components/notice.tsx";
import { Spinner } from "../components/spinner.tsx";
import { withNext } from "../session/next-path.ts";
import { signInHere, signUpHere } from "./identity-actions.ts";
import { emptyState, type IdentityFormState } from "./identity-form-state.ts";
import { TextField } from "./text-field.tsx";

type IdentityFormProps = Readonly<{ purpose: "sign-in" | "sign-up"; next: string }>;

/** `noValidate`: one set of messages, ours, which also screen readers and browsers without scripts get. */
export function IdentityForm({ purpose, next }: IdentityFormProps) {
	const signingUp = purpose === "sign-up";
	const [state, formAction, pending] = useActionState(
		signingUp ? signUpHere : signInHere,
		emptyState,
	);
	const form = useFocusOnError(state);
	const label = signingUp ? "Create account" : "Sign in";
	return (
		<form ref={form} action={formAction} noValidate className="flex flex-col gap-5">
			<input type="hidden" name="next" value={next} />
			{state.problem ? <Notice tone="danger" role="alert" title={state.problem} /> : null}
			<Fields signingUp={signingUp} state={state} next={next} />
			<button
				type="submit"
				aria-disabled={pending}
				className={buttonStyle("primary", "mt-1 w-full")}
			>
				{pending ? <Spinner /> : null}
				{pending ? "One moment…" : label}
			</button>
		</form>
	);
}

type FieldsProps = Readonly<{ signingUp: boolean; state: IdentityFormState; next: string }>;

function Fields({ signingUp, state, next }: FieldsProps) {
	const { values, fieldErrors } = state;
	return (
		<>
			{signingUp ? (
				<TextField
					name="name"
					label="Name"
					autoComplete="name"
					defaultValue={values.name}
					error={fieldErrors.name}
				/>
			) : null}
			<div>
				<TextField
					name="email"
					label="Email"
					type="email"
					autoComplete={signingUp ? "email" : "username"}
					defaultValue={values.email}
					error={fieldErrors.email}
				/>
				{signingUp && fieldErrors.email?.startsWith("There is already") ? (
					<Link
						href={withNext("/sign-in", next)}
						className="mt-1 inline-block text-sm font-medium text-accent-text underline underline-offset-2"
					>
						Sign in with it instead
					</Link>
				) : null}
			</div>
			<TextField
				name="password"
				label="Password"
				type="password"
				autoComplete={signingUp ? "new-password" : "current-password"}
				error={fieldErrors.password}
				{...(signingUp ? { hint: "At least 8 characters." } : {})}
			/>
		</>
	);
}

/** After a refused attempt the cursor stands where something has to change. */
function useFocusOnError(state: IdentityFormState) {
	const form = useRef<HTMLFormElement>(null);
	useEffect(() => {
		if (state === emptyState) return;
		const wrong = form.current?.querySelector<HTMLElement>("[aria-invalid]");
		const fallback = form.current?.querySelector<HTMLElement>("input[type=password]");
		(wrong ?? fallback)?.focus();
	}, [state]);
	return form;
}
