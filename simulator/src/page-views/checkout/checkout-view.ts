// Checkout, from the state; and paying there.
import { priceIn } from "../../billing/catalog/price-in.ts";
import type { CheckoutRecord } from "../../billing/checkout/checkout-record.ts";
import { answerSession, askedOf } from "../../billing/checkout/collected/answer-session.ts";
import { recoverSession } from "../../billing/checkout/open/recover-session.ts";
import {
	answerChallenge,
	type Confirmation,
	confirmSession,
} from "../../billing/checkout/pay/confirm-session.ts";
import { changeQuantity } from "../../billing/checkout/pricing/change-quantity.ts";
import {
	applyPromotionCode,
	removePromotionCode,
} from "../../billing/checkout/pricing/session-discounts.ts";
import type { Draft } from "../../billing/core/draft.ts";
import type { CheckoutSession, Coupon, LineItem } from "../../billing/core/objects.ts";
import { StripeError } from "../../billing/core/stripe-error.ts";
import type {
	CheckoutBilling,
	CheckoutLine,
	CheckoutPayment,
	CheckoutView,
	ConfirmOutcome,
} from "../../pages/pages-billing.ts";
import type { World } from "../../state/world.ts";
import { couponWords } from "../coupon-words.ts";
import { methodFrom, problemOf, refusalIn, savedCards, toDeclined } from "../outcomes.ts";

export function checkoutBilling(world: World): CheckoutBilling {
	return {
		findCheckout: (id) => world.run((draft) => findCheckout(draft, id)),
		confirmCheckout: (id, payment, answers) =>
			attempt(() =>
				world.run((draft) => {
					const problems = answerSession(draft, id, answers);
					const complete = Object.keys(problems).length === 0;
					return complete ? confirm(draft, id, payment) : { kind: "incomplete", problems };
				}),
			),
		checkAnswers: (id, answers) => world.run((draft) => answerSession(draft, id, answers)),
		recoverCheckout(id) {
			const found = refusalIn(() => world.run((draft) => recoverSession(draft, id)));
			if (found instanceof StripeError) return { kind: "unavailable", message: found.message };
			return { path: `/c/pay/${found.id}` };
		},
		answerAuthentication: (id, succeeds) =>
			attempt(() => outcomeOf(world.run((draft) => answerChallenge(draft, id, succeeds)))),
		applyPromotion: (id, code) =>
			problemOf(() =>
				world.run((draft) =>
					code === "" ? removePromotionCode(draft, id) : applyPromotionCode(draft, id, code),
				),
			),
		changeQuantity: (id, line, quantity) =>
			problemOf(() => world.run((draft) => changeQuantity(draft, id, { line, quantity }))),
	};
}

function findCheckout(draft: Draft, id: string): CheckoutView | undefined {
	const session = draft.get("checkout.session", id);
	const record = draft.get("checkout", id);
	if (session === undefined || record === undefined) return undefined;
	const customer = draft.get("customer", session.customer ?? "");
	const chosen = customer?.invoice_settings.default_payment_method ?? null;
	const due = session.amount_total ?? 0;
	const { amount_tax: tax = 0, amount_discount: discount = 0 } = session.total_details ?? {};
	return {
		session: {
			id,
			status: statusOf(session),
			cancelUrl: session.cancel_url,
			successUrl: session.success_url === null ? null : successUrl(session),
			livemode: false,
		},
		mode: modes.find((word) => word === session.mode) ?? "subscription",
		lines: record.lines.flatMap((line) => toLine(draft, line)),
		...trialOf(draft, session, record),
		customerEmail: session.customer_details?.email ?? session.customer_email,
		businessName: draft.settings.businessName,
		amountDueToday: due,
		currency: session.currency ?? "usd",
		subtotal: session.amount_subtotal ?? 0,
		discounts: discount === 0 ? [] : [{ words: discountWords(draft, session), amount: -discount }],
		taxes: tax === 0 ? [] : [{ words: "Tax", amount: tax }],
		promotion: promotionOf(draft, session),
		recurringAmount: recurringAmount(draft, session, record),
		needsCard: session.payment_method_collection !== "if_required" || due > 0,
		cards: customer === undefined ? [] : savedCards(draft, customer.id, chosen),
		asked: askedOf(draft, session),
		texts: textsOf(session),
		submitType: session.submit_type === "auto" ? null : session.submit_type,
		withoutCard: record.missingPaymentMethod,
		locale: session.locale,
		recoveryPath: recoveryPath(draft, session),
		authenticationPending: record.challenged !== null,
	};
}

const modes = ["subscription", "payment", "setup"] as const;
const statuses = ["complete", "expired", "open"] as const;

function statusOf(session: CheckoutSession): CheckoutView["session"]["status"] {
	return statuses.find((word) => word === session.status) ?? "open";
}

function textsOf({ custom_text: texts }: CheckoutSession): CheckoutView["texts"] {
	return {
		afterSubmit: texts.after_submit?.message ?? null,
		shipping: texts.shipping_address?.message ?? null,
		submit: texts.submit?.message ?? null,
		terms: texts.terms_of_service_acceptance?.message ?? null,
	};
}

function recoveryPath(draft: Draft, { after_expiration }: CheckoutSession): string | null {
	const { url = null, expires_at = null } = after_expiration?.recovery ?? {};
	return url !== null && (expires_at ?? 0) > draft.now ? new URL(url).pathname : null;
}

function successUrl(session: CheckoutSession): string {
	return (session.success_url ?? "").replaceAll("{CHECKOUT_SESSION_ID}", session.id);
}

function trialOf(draft: Draft, session: CheckoutSession, record: CheckoutRecord) {
	const trialEndsAt =
		draft.get("subscription", session.subscription ?? "")?.trial_end ??
		record.trialEnd ??
		(record.trialDays === null ? null : draft.now + record.trialDays * 86_400);
	const days = trialEndsAt === null ? 0 : Math.ceil((trialEndsAt - session.created) / 86_400);
	return { trialDays: record.trialDays ?? days, trialEndsAt };
}

function toLine(draft: Draft, line: LineItem): CheckoutLine[] {
	const { price, adjustable_quantity: adjustable } = line;
	if (price === null) return [];
	const words = ["day", "week", "month", "year"] as const;
	const rhythm = price.recurring?.interval ?? null;
	return [
		{
			id: line.id,
			productName: line.description ?? "Product",
			description: draft.get("product", price.product)?.description ?? null,
			unitAmount: Number(priceIn(draft, price, line.currency).unit_amount_decimal ?? 0),
			amount: line.amount_subtotal,
			currency: line.currency,
			quantity: line.quantity ?? 1,
			adjustable:
				adjustable?.enabled === true
					? { minimum: adjustable.minimum ?? 0, maximum: adjustable.maximum ?? 99 }
					: null,
			interval: rhythm === null ? null : (words.find((word) => word === rhythm) ?? "month"),
			intervalCount: price.recurring?.interval_count ?? 1,
			metered: price.recurring?.usage_type === "metered",
		},
	];
}

function couponOf(draft: Draft, session: CheckoutSession): Coupon | undefined {
	const [first] = session.discounts ?? [];
	const code = draft.get("promotion_code", first?.promotion_code ?? "");
	return draft.get("coupon", first?.coupon ?? code?.promotion.coupon ?? "");
}

function discountWords(draft: Draft, session: CheckoutSession): string {
	return couponWords(couponOf(draft, session));
}

function promotionOf(draft: Draft, session: CheckoutSession): CheckoutView["promotion"] {
	const [first] = session.discounts ?? [];
	const code = draft.get("promotion_code", first?.promotion_code ?? "")?.code ?? null;
	return { allowed: session.allow_promotion_codes === true, code };
}

/** Only a discount that never ends makes every renewal cheaper. */
function recurringAmount(
	draft: Draft,
	session: CheckoutSession,
	{ lines }: CheckoutRecord,
): number | null {
	const renewing = lines.filter(({ price }) => price?.recurring);
	if (renewing.length === 0) return null;
	const lasting = couponOf(draft, session)?.duration === "forever";
	return renewing.reduce(
		(sum, line) => sum + line.amount_total + (lasting ? 0 : line.amount_discount),
		0,
	);
}

function confirm(draft: Draft, id: string, payment: CheckoutPayment): ConfirmOutcome {
	const session = draft.get("checkout.session", id);
	const email = payment.email ?? session?.customer_details?.email ?? null;
	if ("nothing" in payment) {
		return outcomeOf(confirmSession(draft, id, { method: undefined, email, name: null }));
	}
	if ("saved" in payment) {
		const method = draft.get("payment_method", payment.saved);
		if (method === undefined || method.customer !== session?.customer) {
			return { kind: "unavailable", message: "This card is not on file any more." };
		}
		return outcomeOf(confirmSession(draft, id, { method, email, name: null }));
	}
	const method = methodFrom(draft, payment, email);
	if ("message" in method) return toDeclined(method);
	return outcomeOf(confirmSession(draft, id, { method, email, name: payment.name }));
}

function outcomeOf(confirmation: Confirmation): ConfirmOutcome {
	if (confirmation.kind === "complete") {
		return { kind: "complete", redirectTo: successUrl(confirmation.session) };
	}
	if (confirmation.kind === "requires_action") return { kind: "requires_action" };
	return toDeclined(confirmation.decline);
}

/** A session that closed meanwhile is something to tell the person, not a failure of the server. */
function attempt(act: () => ConfirmOutcome): ConfirmOutcome {
	const outcome = refusalIn(act);
	return outcome instanceof StripeError
		? { kind: "unavailable", message: outcome.message }
		: outcome;
}
