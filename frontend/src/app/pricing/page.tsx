// The prices, and the button that starts a subscription.
import type { TiersReply } from "@tollgate/backend/contract";
import type { Metadata } from "next";
import { getTiers } from "../../billing-api/billing.ts";
import { buttonStyle } from "../../components/button-style.ts";
import { Notice } from "../../components/notice.tsx";
import { currentSession } from "../../session/current-session.ts";
import { FrequentQuestions } from "./frequent-questions.tsx";
import { type Interval, intervalIn } from "./price-copy.ts";
import { PricingTable } from "./pricing-table.tsx";

export const metadata: Metadata = { title: "Pricing" };

/** Rendered whole on the server, without streaming, so that it can be read with scripts off. */
export default async function PricingPage({ searchParams }: PageProps<"/pricing">) {
	const query = await searchParams;
	const interval = intervalIn(query.interval);
	const session = await currentSession();
	const signedIn = session.kind === "signed-in";
	const reply = await readTiers(signedIn ? session.accessToken : null);
	return (
		<div className="mx-auto w-full max-w-6xl px-4 py-16 sm:px-6 sm:py-20">
			<header className="mx-auto max-w-2xl text-center">
				<h1 className="text-4xl font-semibold tracking-tight sm:text-5xl">
					Choose how far you want to go
				</h1>
				<p className="mt-4 text-lg text-ink-soft">{introOf(reply.ok ? reply.value : null)}</p>
			</header>
			<div className="mt-10">
				{reply.ok ? (
					<Offer
						offer={reply.value}
						interval={interval}
						signedIn={signedIn}
						chosenTier={typeof query.tier === "string" ? query.tier : null}
					/>
				) : (
					<NoPrices interval={interval} />
				)}
			</div>
			<FrequentQuestions trialDays={reply.ok ? reply.value.trial.days : 0} />
		</div>
	);
}

/** A token that has gone stale must not hide the prices: then they are read as anyone sees them. */
async function readTiers(accessToken: string | null) {
	const reply = accessToken ? await getTiers(accessToken) : null;
	return reply && (reply.ok || reply.status !== 401) ? reply : getTiers();
}

function introOf(offer: TiersReply | null): string {
	return offer?.trial.open && offer.trial.days > 0
		? `Every tier starts with ${offer.trial.days} free days. Change or cancel any time.`
		: "Change or cancel any time.";
}

type OfferProps = Readonly<{
	offer: TiersReply;
	interval: Interval;
	signedIn: boolean;
	chosenTier: string | null;
}>;

function Offer({ offer, interval, signedIn, chosenTier }: OfferProps) {
	if (offer.tiers.length === 0) {
		return (
			<Notice tone="info" title="Nothing is on sale just yet">
				Prices appear here as soon as there are any. Come back soon.
			</Notice>
		);
	}
	const chosen = offer.tiers.find((tier) => tier.tier_name === chosenTier);
	return (
		<PricingTable
			offer={offer}
			initialInterval={interval}
			signedIn={signedIn}
			chosenTier={chosen?.tier_name ?? null}
		/>
	);
}

function NoPrices({ interval }: Readonly<{ interval: Interval }>) {
	return (
		<Notice
			tone="warn"
			title="The prices can't be loaded right now"
			actions={
				// A real reload: it also works with scripts off.
				<a href={`/pricing?interval=${interval}`} className={buttonStyle("secondary")}>
					Try again
				</a>
			}
		>
			This is on our side, and nothing is wrong with your account.
		</Notice>
	);
}
