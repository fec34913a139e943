// Decides what the button of a price says and does for this person.
import type { TierPrice } from "@tollgate/backend/contract";
import type { HostedPageTarget } from "../../hosted-page/hosted-page-target.ts";

export type TierOffer =
	| Readonly<{ kind: "current"; label: string }>
	| Readonly<{ kind: "sign-up"; label: string; next: string }>
	| Readonly<{
			kind: "hosted-page";
			label: string;
			pendingLabel: string;
			target: HostedPageTarget;
	  }>;

/**
 * Without an account the way leads through sign-up and back to this very price. With a subscription,
 * changing it happens in the customer portal. Otherwise Checkout opens.
 */
export function offerOf(price: TierPrice, tierName: string, signedIn: boolean): TierOffer {
	if (price.action === "current") return { kind: "current", label: "Current tier" };
	if (price.action !== "subscribe") {
		return {
			kind: "hosted-page",
			label: changeLabel(price),
			pendingLabel: "Opening billing…",
			target: { page: "portal", returnPath: "/dashboard" },
		};
	}
	const label = price.trial_days > 0 ? "Start free trial" : "Subscribe";
	if (!signedIn) return { kind: "sign-up", label, next: pathToPrice(price, tierName) };
	return {
		kind: "hosted-page",
		label,
		pendingLabel: "Opening Checkout…",
		target: { page: "checkout", priceId: price.price_id },
	};
}

function changeLabel({ action, interval }: TierPrice): string {
	if (action === "upgrade") return "Upgrade";
	if (action === "downgrade") return "Downgrade";
	return interval === "year" ? "Switch to yearly" : "Switch to monthly";
}

/** The pricing page with this price chosen. */
function pathToPrice(price: TierPrice, tierName: string): string {
	const query = new URLSearchParams({ interval: price.interval, tier: tierName });
	return `/pricing?${query}#${tierName}`;
}
