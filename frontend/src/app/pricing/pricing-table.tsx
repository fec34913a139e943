"use client";
// The tiers side by side, monthly or yearly.
import type { TiersReply } from "@tollgate/backend/contract";
import { useCallback, useState } from "react";
import { IntervalChoice } from "./interval-choice.tsx";
import { commonSaving, type Interval, priceOf } from "./price-copy.ts";
import { TierCard } from "./tier-card.tsx";

type PricingTableProps = Readonly<{
	offer: TiersReply;
	initialInterval: Interval;
	signedIn: boolean;
	/** The tier someone chose before signing up. */
	chosenTier: string | null;
}>;

/** The interval lives in the address, so that a reload, a link and the way back keep it. */
export function PricingTable({ offer, initialInterval, signedIn, chosenTier }: PricingTableProps) {
	const [interval, setInterval] = useState(initialInterval);
	const [busyTier, setBusyTier] = useState<string | null>(null);
	const currency = offer.currencies[0] ?? "usd";
	const tiers = offer.tiers.filter((tier) => priceOf(tier, interval, currency));

	function choose(next: Interval) {
		setInterval(next);
		const address = new URL(location.href);
		address.searchParams.set("interval", next);
		window.history.replaceState(null, "", address);
	}

	const reportPending = useCallback((tierName: string, pending: boolean) => {
		setBusyTier(pending ? tierName : null);
	}, []);

	return (
		<>
			<div className="flex justify-center">
				<IntervalChoice
					interval={interval}
					saving={commonSaving(offer.tiers, currency)}
					onChoose={choose}
				/>
			</div>
			<div className="mx-auto mt-10 grid max-w-md gap-6 lg:max-w-none lg:grid-cols-3">
				{tiers.map((tier) => (
					<TierCard
						key={tier.tier_name}
						tier={tier}
						interval={interval}
						currency={currency}
						signedIn={signedIn}
						chosen={tier.tier_name === chosenTier}
						locked={busyTier !== null && busyTier !== tier.tier_name}
						onPendingChange={reportPending}
					/>
				))}
			</div>
		</>
	);
}
