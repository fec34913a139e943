"use client";
// What someone sees when they come back from Checkout: confirming, then how it turned out.
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type ReactNode, useCallback, useEffect, useState } from "react";
import { buttonStyle } from "../../components/button-style.ts";
import { Notice } from "../../components/notice.tsx";
import { Spinner } from "../../components/spinner.tsx";
import { withNext } from "../../session/next-path.ts";
import { type CheckoutOutcome, confirmCheckout } from "./confirm-checkout.ts";

type CheckoutConfirmationProps = Readonly<{
	sessionId: string;
	/** False while the page behind can only say "no subscription", which would frighten a payer. */
	showsSubscription: boolean;
	/** What comes next for this subscription, to stand beneath the welcome. */
	whatNext: string;
	/** The usual message on top; the welcome takes its place. */
	notice: ReactNode;
	/** The subscription itself. */
	children: ReactNode;
}>;

export function CheckoutConfirmation(props: CheckoutConfirmationProps) {
	const { sessionId, showsSubscription, whatNext, notice, children } = props;
	const { outcome, again } = useOutcome(sessionId);
	const confirmed = outcome?.kind === "confirmed";
	const showsPage = showsSubscription || outcome?.kind === "not-theirs";
	return (
		<>
			<div aria-live="polite" className={outcome?.kind === "not-theirs" ? "hidden" : ""}>
				{outcome ? (
					<OutcomeNotice
						outcome={outcome}
						sessionId={sessionId}
						onAgain={again}
						whatNext={showsSubscription ? whatNext : "One moment, your details are on their way."}
					/>
				) : (
					<Confirming known={showsSubscription} />
				)}
			</div>
			{showsPage && !confirmed ? notice : null}
			{showsPage ? children : null}
		</>
	);
}

/** Asks once per visit, stops when the page is left, and refreshes the page behind when it is true. */
function useOutcome(sessionId: string) {
	const router = useRouter();
	const [outcome, setOutcome] = useState<CheckoutOutcome | null>(null);
	const [round, setRound] = useState(0);

	// biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks the same again.
	useEffect(() => {
		const controller = new AbortController();
		const { signal } = controller;
		confirmCheckout(sessionId, { fetch: (path, init) => fetch(path, init), wait, signal })
			.then((answer) => {
				setOutcome(answer);
				if (answer.kind === "confirmed") router.refresh();
			})
			.catch(() => {
				// Aborted: the page is gone, and nobody is left to tell.
			});
		return () => controller.abort();
	}, [sessionId, router, round]);

	const again = useCallback(() => {
		setOutcome(null);
		setRound((before) => before + 1);
	}, []);
	return { outcome, again };
}

/** Without scripts nobody asks: then the page itself comes again until the subscription is `known`. */
function Confirming({ known }: Readonly<{ known: boolean }>) {
	const whenKnown = known ? "noscript:hidden" : "";
	return (
		<div
			className={`flex min-h-23 items-center gap-3 rounded-xl border border-line bg-surface p-5 ${whenKnown}`}
		>
			<Spinner />
			<p className="font-medium">Confirming your payment…</p>
			{known ? null : (
				<noscript>
					<meta httpEquiv="refresh" content="4" />
					<a href="/dashboard" className="underline">
						Go to your dashboard
					</a>
				</noscript>
			)}
		</div>
	);
}

type OutcomeNoticeProps = Readonly<{
	outcome: CheckoutOutcome;
	sessionId: string;
	whatNext: string;
	onAgain: () => void;
}>;

function OutcomeNotice({ outcome, sessionId, whatNext, onAgain }: OutcomeNoticeProps) {
	const checkAgain = (
		<button type="button" onClick={onAgain} className={buttonStyle("secondary")}>
			Check again
		</button>
	);
	switch (outcome.kind) {
		case "confirmed":
			return <Confirmed tier={outcome.tierDisplayName} whatNext={whatNext} />;
		case "expired":
			return (
				<Notice
					tone="warn"
					title="This checkout has expired"
					actions={
						<Link href="/pricing" className={buttonStyle("primary")}>
							Back to pricing
						</Link>
					}
				>
					Nothing was charged. You can start again whenever you like.
				</Notice>
			);
		case "processing":
			return (
				<Notice tone="info" title="Your payment is still processing" actions={checkAgain}>
					Some banks take a little longer. You can close this page: your dashboard updates by
					itself, and you will not be charged twice.
				</Notice>
			);
		case "failed":
			return (
				<Notice tone="warn" title="We can't check your payment right now" actions={checkAgain}>
					If you paid, your subscription is safe and will appear here. Please don't pay again.
				</Notice>
			);
		case "signed-out":
			return (
				<Notice
					tone="info"
					title="Your session has ended"
					actions={
						<Link
							href={withNext("/sign-in", `/dashboard?session_id=${sessionId}`)}
							className={buttonStyle("primary")}
						>
							Sign in
						</Link>
					}
				>
					Sign in to see your subscription. If you paid, it is safe.
				</Notice>
			);
		case "not-theirs":
			return null;
	}
}

type ConfirmedProps = Readonly<{ tier: string | null; whatNext: string }>;

function Confirmed({ tier, whatNext }: ConfirmedProps) {
	return (
		<Notice tone="ok" title={tier ? `You're in. Welcome to ${tier}.` : "You're in."}>
			{whatNext}
		</Notice>
	);
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
	return new Promise((resolve, reject) => {
		const timer = setTimeout(resolve, ms);
		signal.addEventListener("abort", () => {
			clearTimeout(timer);
			reject(signal.reason);
		});
	});
}
