"use client";
// A button that opens a page of Stripe's, with scripts or without.
import Link from "next/link";
import { type SubmitEvent, useActionState, useEffect, useState } from "react";
import { type ButtonVariant, buttonStyle } from "../components/button-style.ts";
import { Spinner } from "../components/spinner.tsx";
import { openHostedPage } from "./hosted-page-action.ts";
import type { HostedPageProblem } from "./hosted-page-problem.ts";
import { fieldsFor, type HostedPageTarget } from "./hosted-page-target.ts";
import { requestHostedPage } from "./request-hosted-page.ts";

type HostedPageFormProps = Readonly<{
	target: HostedPageTarget;
	label: string;
	pendingLabel: string;
	variant: ButtonVariant;
	/** Id of what the button is about, where several say the same words. */
	describedBy?: string;
	/** True while another such button is under way. */
	disabled?: boolean;
	onPendingChange?: (pending: boolean) => void;
}>;

/**
 * Opens the page in this tab. Pressed twice it acts once, and it stays pending until the browser has
 * left. What goes wrong is said beneath the button, with a way out.
 */
export function HostedPageForm(props: HostedPageFormProps) {
	const { target, label, pendingLabel, variant, describedBy, disabled = false } = props;
	const [postedProblem, formAction] = useActionState(openHostedPage, null);
	const { pending, problem, open } = useHostedPage(target, props.onPendingChange);

	function submit(event: SubmitEvent<HTMLFormElement>) {
		event.preventDefault();
		if (!disabled) void open();
	}

	return (
		<form action={formAction} onSubmit={submit} className="flex w-full flex-col gap-3">
			{Object.entries(fieldsFor(target)).map(([name, value]) => (
				<input key={name} type="hidden" name={name} value={value} />
			))}
			<button
				type="submit"
				className={buttonStyle(variant, "w-full")}
				disabled={disabled}
				aria-disabled={pending}
				aria-describedby={describedBy}
			>
				{pending ? <Spinner /> : null}
				{pending ? pendingLabel : label}
			</button>
			<ProblemLine problem={problem ?? postedProblem} />
		</form>
	);
}

function useHostedPage(target: HostedPageTarget, report?: (pending: boolean) => void) {
	const [pending, setPending] = useState(false);
	const [problem, setProblem] = useState<HostedPageProblem | null>(null);

	function change(value: boolean) {
		setPending(value);
		report?.(value);
	}

	useEffect(() => {
		// Coming back with the browser's own button shows the page as it was left: still pending.
		const revive = (event: PageTransitionEvent) => {
			if (!event.persisted) return;
			setPending(false);
			report?.(false);
		};
		window.addEventListener("pageshow", revive);
		return () => window.removeEventListener("pageshow", revive);
	}, [report]);

	async function open(): Promise<void> {
		if (pending) return;
		setProblem(null);
		change(true);
		const here = `${location.pathname}${location.search}`;
		const answer = await requestHostedPage(target, here);
		if ("url" in answer) {
			location.assign(answer.url);
			return;
		}
		setProblem(answer.problem);
		change(false);
	}

	return { pending, problem, open };
}

function ProblemLine({ problem }: Readonly<{ problem: HostedPageProblem | null }>) {
	if (!problem) return null;
	return (
		<p role="alert" className="text-sm text-danger">
			{problem.message}{" "}
			{problem.link ? (
				<Link href={problem.link.href} className="font-medium underline underline-offset-2">
					{problem.link.label}
				</Link>
			) : null}
		</p>
	);
}
