// A payment link as its visitors meet it.
import { applyPromotionCode } from "../../billing/checkout/pricing/session-discounts.ts";
import type { PaymentLink } from "../../billing/core/objects.ts";
import { StripeError } from "../../billing/core/stripe-error.ts";
import { limitReached, openLink } from "../../billing/payment-links/link-session.ts";
import type { LinkBilling, LinkVisit, LinkVisitor } from "../../pages/payment-link/link-billing.ts";
import type { World } from "../../state/world.ts";
import { problemOf, refusalIn } from "../outcomes.ts";

export function linkBilling(world: World): LinkBilling {
	return {
		visitLink: (id, visitor) => {
			const link = world.state.get("payment_link", id);
			return link && visit(world, link, visitor);
		},
		findThanks: (id) => {
			const completion = world.state.get("payment_link", id)?.after_completion;
			if (completion?.type !== "hosted_confirmation") return undefined;
			const { businessName } = world.settings;
			return { businessName, message: completion.hosted_confirmation?.custom_message ?? null };
		},
	};
}

function visit(world: World, link: PaymentLink, visitor: LinkVisitor): LinkVisit {
	const { businessName } = world.settings;
	if (!link.active || limitReached(link)) {
		return { kind: "inactive", businessName, message: link.inactive_message };
	}
	const opened = refusalIn(() => world.run((draft) => openLink(draft, link.id, visitor)));
	if (opened instanceof StripeError) {
		return { kind: "unavailable", businessName, message: opened.message };
	}
	// A code in the address that does not fit is no reason to turn anybody away.
	const { promotionCode: code } = visitor;
	if (code !== undefined) {
		problemOf(() => world.run((draft) => applyPromotionCode(draft, opened.id, code)));
	}
	return { kind: "session", id: opened.id };
}
