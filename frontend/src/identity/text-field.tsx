// A labelled input with its hint and its error, tied together for screen readers.
import type { InputHTMLAttributes } from "react";

type TextFieldProps = Readonly<{
	name: string;
	label: string;
	hint?: string;
	error?: string | undefined;
}> &
	Pick<
		InputHTMLAttributes<HTMLInputElement>,
		"type" | "autoComplete" | "defaultValue" | "maxLength" | "inputMode"
	>;

export function TextField({ name, label, hint, error, ...input }: TextFieldProps) {
	const hintId = `${name}-hint`;
	const errorId = `${name}-error`;
	// An error says what the hint said, and more urgently: one of them is enough.
	const describedBy = error ? errorId : hint ? hintId : undefined;
	return (
		<div>
			<label htmlFor={name} className="block text-sm font-medium">
				{label}
			</label>
			<input
				{...input}
				id={name}
				name={name}
				required
				aria-invalid={error ? true : undefined}
				aria-describedby={describedBy}
				className="mt-2 block h-11 w-full rounded-lg border border-control bg-surface px-3 text-base text-ink transition-colors aria-invalid:border-danger"
			/>
			{hint && !error ? (
				<p id={hintId} className="mt-1.5 text-sm text-ink-faint">
					{hint}
				</p>
			) : null}
			{error ? (
				<p id={errorId} className="mt-1.5 text-sm font-medium text-danger">
					{error}
				</p>
			) : null}
		</div>
	);
}
