// A person's subscription: how it stands, what comes next, and the way to change it.
import type { BillingReply } from "@tollgate/backend/contract";
import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { getBilling } from "../../billing-api/billing.ts";
import { buttonStyle } from "../../components/button-style.ts";
import { Notice } from "../../components/notice.tsx";
import { currentSession, forgetAccessToken } from "../../session/current-session.ts";
import { withNext } from "../../session/next-path.ts";
import { CheckoutConfirmation } from "./checkout-confirmation.tsx";
import { standingOf } from "./standing.ts";
import { StandingNotice } from "./standing-notice.tsx";
import { SubscriptionCard } from "./subscription-card.tsx";

export const metadata: Metadata = { title: "Dashboard", referrer: "same-origin" };

/** What Stripe puts in the place of {CHECKOUT_SESSION_ID}. Anything else is no session of ours. */
const checkoutSessionId = /^cs_[A-Za-z0-9_]{1,120}$/;

export default async function DashboardPage({ searchParams }: PageProps<"/dashboard">) {
	const { session_id: given } = await searchParams;
	const sessionId = typeof given === "string" && checkoutSessionId.test(given) ? given : null;
	const here = sessionId ? `/dashboard?session_id=${sessionId}` : "/dashboard";
	const session = await currentSession();
	if (session.kind === "signed-out") redirect(withNext("/sign-in", here));
	if (session.kind === "unavailable") return <Unavailable here={here} />;
	const reply = await getBilling(session.accessToken);
	if (!reply.ok && reply.status === 401) {
		await forgetAccessToken();
		redirect(withNext("/sign-in", here));
	}
	if (!reply.ok) return <Unavailable here={here} />;
	const billing = reply.value;
	return (
		<Frame name={billing.user.name}>
			{sessionId ? (
				<CheckoutConfirmation
					sessionId={sessionId}
					showsSubscription={billing.subscription !== null}
					whatNext={standingOf(billing).text}
					notice={<TopNotice billing={billing} />}
				>
					<Overview billing={billing} />
				</CheckoutConfirmation>
			) : (
				<>
					<TopNotice billing={billing} />
					<Overview billing={billing} />
				</>
			)}
		</Frame>
	);
}

function Frame({ name, children }: Readonly<{ name?: string | null; children: ReactNode }>) {
	return (
		<div className="mx-auto w-full max-w-4xl px-4 py-12 sm:px-6 sm:py-16">
			<h1 className="text-3xl font-semibold tracking-tight">Dashboard</h1>
			<p className="mt-1.5 text-ink-soft">{name ? `Signed in as ${name}` : "\u00a0"}</p>
			<div className="mt-8 flex flex-col gap-6">{children}</div>
		</div>
	);
}

type BillingProps = Readonly<{ billing: BillingReply }>;

/** Someone without anything gets one invitation instead of a message and an empty card. */
function hasNothing({ subscription, access }: BillingReply): boolean {
	return subscription === null && access === "blocked";
}

function TopNotice({ billing }: BillingProps) {
	return hasNothing(billing) ? null : <StandingNotice billing={billing} />;
}

function Overview({ billing }: BillingProps) {
	return hasNothing(billing) ? <NoSubscription /> : <SubscriptionCard billing={billing} />;
}

function NoSubscription() {
	return (
		<section className="flex flex-col items-center rounded-2xl border border-line bg-surface px-6 py-16 text-center shadow-card">
			<h2 className="text-xl font-semibold tracking-tight">You have no subscription yet</h2>
			<p className="mt-2 max-w-sm text-ink-soft">
				Choose a tier to get started. What you have and what comes next will stand here.
			</p>
			<Link href="/pricing" className={buttonStyle("primary", "mt-7")}>
				See pricing
			</Link>
		</section>
	);
}

function Unavailable({ here }: Readonly<{ here: string }>) {
	return (
		<Frame>
			<Notice
				tone="warn"
				title="We can't load your subscription right now"
				actions={
					<a href={here} className={buttonStyle("secondary")}>
						Try again
					</a>
				}
			>
				This is on our side. Your subscription itself is not affected.
			</Notice>
		</Frame>
	);
}
