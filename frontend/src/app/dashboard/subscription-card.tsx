// The card that says which tier a person has, how it stands, and what comes next.
import type { BillingReply } from "@tollgate/backend/contract";
import type { Tone } from "../../components/notice.tsx";
import { HostedPageForm } from "../../hosted-page/hosted-page-form.tsx";
import { standingOf } from "./standing.ts";
import { Day, SubscriptionFacts } from "./subscription-facts.tsx";

export function SubscriptionCard({ billing }: Readonly<{ billing: BillingReply }>) {
	const { subscription } = billing;
	const { word, tone } = standingOf(billing);
	return (
		<section
			aria-labelledby="subscription"
			className="rounded-2xl border border-line bg-surface p-6 shadow-card sm:p-8"
		>
			<div className="flex flex-wrap items-start justify-between gap-x-8 gap-y-6">
				<div>
					<h2 id="subscription" className="text-sm text-ink-faint">
						Subscription
					</h2>
					<p className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-2">
						<span className="text-2xl font-semibold tracking-tight">{tierWords(billing)}</span>
						{subscription ? <StatusBadge tone={tone} status={subscription.status} /> : null}
					</p>
					<p className="mt-1.5 text-[0.9375rem] text-ink-soft">
						{subscription?.status === "trialing" && subscription.trial_ends_at ? (
							<>
								Trial ends <Day instant={subscription.trial_ends_at} />
							</>
						) : (
							word
						)}
					</p>
				</div>
				{subscription ? (
					<div className="w-full sm:w-auto">
						<HostedPageForm
							target={{ page: "portal", returnPath: "/dashboard" }}
							label="Manage billing"
							pendingLabel="Opening billing…"
							variant="secondary"
						/>
					</div>
				) : null}
			</div>
			<div className="mt-7">
				<SubscriptionFacts billing={billing} />
			</div>
		</section>
	);
}

function tierWords({ subscription, subscription_tier: tier }: BillingReply): string {
	return subscription?.tier_display_name ?? subscription?.tier_name ?? tier ?? "No tier";
}

const badgeTones: Record<Tone, string> = {
	info: "bg-accent-tint text-accent-text",
	ok: "bg-ok-tint text-ok",
	warn: "bg-warn-tint text-warn",
	danger: "bg-danger-tint text-danger",
};

/** Stripe's own status word, so that what support and logs say is what a person sees. */
function StatusBadge({ tone, status }: Readonly<{ tone: Tone; status: string }>) {
	return (
		<span
			title="The status as Stripe names it"
			className={`rounded-full px-2.5 py-1 font-mono text-[0.8125rem] leading-none font-medium ${badgeTones[tone]}`}
		>
			{status}
		</span>
	);
}
