// One tier: what it is, what it costs, what is in it, and the one thing to do next.
import type { Tier } from "@tollgate/backend/contract";
import { formatMoney } from "../../format/money.ts";
import { comparisonOf, type Interval, priceOf, savingOf, termsOf } from "./price-copy.ts";
import { TierButton } from "./tier-button.tsx";
import { offerOf } from "./tier-offer.ts";

type TierCardProps = Readonly<{
	tier: Tier;
	interval: Interval;
	currency: string;
	signedIn: boolean;
	/** True for the tier someone chose before signing up. */
	chosen: boolean;
	/** True while another tier's button is under way. */
	locked: boolean;
	onPendingChange: (tierName: string, pending: boolean) => void;
}>;

export function TierCard(props: TierCardProps) {
	const { tier, interval, currency } = props;
	const price = priceOf(tier, interval, currency);
	if (!price) return null;
	const nameId = `${tier.tier_name}-name`;
	const saving = interval === "year" ? savingOf(tier, currency) : null;
	const frame = tier.highlighted
		? "border-accent-line bg-surface shadow-card ring-1 ring-accent-line"
		: "border-line bg-surface";
	return (
		<article
			id={tier.tier_name}
			aria-label={tier.display_name}
			className={`flex flex-col rounded-2xl border p-6 sm:p-8 lg:row-span-5 lg:grid lg:grid-rows-subgrid lg:gap-y-0 ${frame}`}
		>
			<div className="flex min-h-7 items-center justify-between gap-3">
				<h2 id={nameId} className="text-lg font-semibold tracking-tight">
					{tier.display_name}
				</h2>
				<Mark highlighted={tier.highlighted} chosen={props.chosen} />
			</div>
			<p className="mt-2 text-[0.9375rem] text-ink-soft">{tier.description}</p>
			<div className="mt-6">
				<p className="flex items-baseline gap-1.5">
					<span className="text-[2.75rem] leading-none font-semibold tracking-tight tabular-nums">
						{formatMoney(price.unit_amount, currency)}
					</span>
					<span className="text-ink-faint">/{price.interval}</span>
				</p>
				<p className="mt-2 text-sm text-ink-faint">
					{comparisonOf(price)}
					{saving ? <span className="font-medium text-ok"> · {saving}</span> : null}
				</p>
			</div>
			<div className="mt-6">
				<TierButton
					offer={offerOf(price, tier.tier_name, props.signedIn)}
					highlighted={tier.highlighted}
					describedBy={nameId}
					disabled={props.locked}
					onPendingChange={(pending) => props.onPendingChange(tier.tier_name, pending)}
				/>
				{price.action === "subscribe" ? (
					<p className="mt-3 text-center text-[0.8125rem] text-ink-faint">{termsOf(price)}</p>
				) : null}
			</div>
			<Features tier={tier} />
		</article>
	);
}

function Mark({ highlighted, chosen }: Readonly<{ highlighted: boolean; chosen: boolean }>) {
	if (!highlighted && !chosen) return null;
	return (
		<p className="rounded-full bg-accent-tint px-2.5 py-1 text-[0.8125rem] font-medium text-accent-text">
			{chosen ? "Your choice" : "Most popular"}
		</p>
	);
}

function Features({ tier }: Readonly<{ tier: Tier }>) {
	if (tier.features.length === 0) return null;
	return (
		<ul
			aria-label={`Included in ${tier.display_name}`}
			className="mt-7 space-y-3 border-t border-line pt-6 text-[0.9375rem] text-ink-soft"
		>
			{tier.features.map((feature) => (
				<li key={feature} className="flex gap-3">
					<svg
						aria-hidden="true"
						width="20"
						height="20"
						viewBox="0 0 20 20"
						className="mt-0.5 size-5 shrink-0 fill-none stroke-accent-text stroke-[1.75]"
					>
						<path d="m5.5 10.5 3 3 6-7" strokeLinecap="round" strokeLinejoin="round" />
					</svg>
					{feature}
				</li>
			))}
		</ul>
	);
}
