// What the customer portal does, through billing's own verbs.

import { priceIn } from "../../billing/catalog/price-in.ts";
import type { Draft } from "../../billing/core/draft.ts";
import type { Invoice, Price } from "../../billing/core/objects.ts";
import { StripeError } from "../../billing/core/stripe-error.ts";
import { acceptOffer } from "../../billing/portal/flows/retention-offer.ts";
import { adjustableQuantity, offeredPrices } from "../../billing/portal/offered-prices.ts";
import { ownSubscription, visitorOf } from "../../billing/portal/own-session.ts";
import { portalCancel, portalResume } from "../../billing/portal/portal-actions.ts";
import {
	addCard,
	answerCardSetup,
	type CardAdded,
	removeCard,
	useCard,
	waitingSetup,
} from "../../billing/portal/portal-cards.ts";
import { portalUpdateDetails } from "../../billing/portal/portal-details.ts";
import { portalGoOn, portalPause } from "../../billing/portal/portal-pause.ts";
import { portalAddTaxId, portalRemoveTaxId } from "../../billing/portal/portal-tax-ids.ts";
import { portalUpdate, type UpdateRequest } from "../../billing/portal/portal-update.ts";
import { type PreviewedUpdate, previewUpdate } from "../../billing/portal/preview-update.ts";
import { discountOfFlow, type Redeemed, typedCode } from "../../billing/portal/promotion-typed.ts";
import { portalKeep } from "../../billing/portal/schedule-update.ts";
import { taxIdTypes } from "../../billing/taxes/tax-id-types.ts";
import type {
	AddCardOutcome,
	BillingDetails,
	PortalBilling,
	PortalPrice,
	UpdateChoices,
	UpdateOutcome,
	UpdatePreview,
	WantedPrice,
} from "../../pages/portal/portal-billing.ts";
import type { World } from "../../state/world.ts";
import { couponWords } from "../coupon-words.ts";
import { challengePath, sumsOf } from "../invoice-view.ts";
import { methodFrom, problemOf, refusalIn, toDeclined, toRefusal } from "../outcomes.ts";
import { portalView } from "./portal-view.ts";
import { toSubscription } from "./subscription-view.ts";

export function portalBilling(world: World): PortalBilling {
	return {
		findPortal: (session, before) => world.run((draft) => portalView(draft, session, before)),
		acceptOffer: (session, id) =>
			problemOf(() => world.run((draft) => acceptOffer(draft, session, id))),
		pauseSubscription: (session, id, option) =>
			problemOf(() => world.run((draft) => portalPause(draft, session, { id, option }))),
		goOn: (session, id) => problemOf(() => world.run((draft) => portalGoOn(draft, session, id))),
		taxIdKinds: () => taxIdTypes,
		addTaxId: (session, typed) =>
			problemOf(() => world.run((draft) => portalAddTaxId(draft, session, typed))),
		removeTaxId: (session, id) =>
			problemOf(() => world.run((draft) => portalRemoveTaxId(draft, session, id))),
		cancelSubscription: (session, { subscription: id, feedback, comment }) =>
			problemOf(() =>
				world.run((draft) => portalCancel(draft, session, { id, reason: { feedback, comment } })),
			),
		resumeSubscription: (session, id) =>
			problemOf(() => world.run((draft) => portalResume(draft, session, id))),
		dropScheduledChange: (session, id) =>
			problemOf(() => world.run((draft) => portalKeep(draft, session, id))),
		findChoices: (session, id) => world.run((draft) => choicesOf(draft, session, id)),
		previewUpdate: (session, id, wanted) => preview(world, session, { id, wanted }),
		updateSubscription: (session, id, wanted) => update(world, session, { id, wanted }),
		addCard: (session, card) =>
			attemptCard(() =>
				world.run((draft) => {
					const method = methodFrom(draft, card);
					if ("message" in method) return { kind: "declined", decline: method } as const;
					return addCard(draft, session, method);
				}),
			),
		isCardPending: (session, intent) =>
			world.run((draft) => {
				const { customer } = visitorOf(draft, session);
				return waitingSetup(draft, customer, intent) !== undefined;
			}),
		answerCard: (session, intent, succeeds) =>
			attemptCard(() =>
				world.run((draft) => answerCardSetup(draft, session, { intent, succeeds })),
			),
		useCard: (session, card) =>
			problemOf(() => world.run((draft) => useCard(draft, session, card))),
		removeCard: (session, card) =>
			problemOf(() => world.run((draft) => removeCard(draft, session, card))),
		saveDetails: (session, details) =>
			problemOf(() => world.run((draft) => saveDetails(draft, session, details))),
	};
}

function choicesOf(draft: Draft, session: string, id: string): UpdateChoices | undefined {
	const visitor = visitorOf(draft, session);
	const subscription = ownSubscription(draft, visitor, id);
	const [view] = toSubscription(draft, subscription, visitor);
	const current = subscription.items.data[0]?.price;
	if (view === undefined || current === undefined || !view.canUpdate) return undefined;
	const feature = visitor.features.subscription_update;
	const offered = offeredPrices(draft, subscription, feature);
	const prices = offered.length === 0 ? [current] : offered;
	const limits = prices.flatMap((price) => {
		const limit = adjustableQuantity(price, feature);
		return limit === undefined ? [] : [[price.id, limit] as const];
	});
	return {
		subscription: view,
		currentPrice: current.id,
		prices: prices.map((price) => toPrice(draft, priceIn(draft, price, subscription.currency))),
		quantities: Object.fromEntries(limits),
	};
}

function toPrice(draft: Draft, price: Price): PortalPrice {
	const product = draft.get("product", price.product);
	return {
		id: price.id,
		productName: product?.name ?? "Product",
		description: product?.description ?? null,
		features: (product?.marketing_features ?? []).flatMap(({ name }) => name ?? []),
		unitAmount: Number(price.unit_amount_decimal ?? 0),
		currency: price.currency,
		interval: price.recurring?.interval ?? "month",
		intervalCount: price.recurring?.interval_count ?? 1,
	};
}

interface Wish {
	id: string;
	wanted: WantedPrice;
}

function preview(world: World, session: string, wish: Wish) {
	const found = refusalIn(() =>
		world.run((draft) => {
			const discount = discountOf(draft, session, wish.wanted);
			const previewed = previewUpdate(draft, session, { ...wish, discount });
			const price = draft.get("price", wish.wanted.price);
			return price === undefined
				? undefined
				: toPreview(draft, previewed, { price, wish, discount });
		}),
	);
	if (found instanceof StripeError) return { kind: "unavailable", message: found.message } as const;
	return found ?? ({ kind: "unavailable", message: "There is no such price." } as const);
}

function toPreview(
	draft: Draft,
	{ timing, at, endsTrial, invoice, next }: PreviewedUpdate,
	{ price, wish, discount }: { price: Price; wish: Wish; discount: Redeemed | null },
): UpdatePreview {
	const due = invoice?.amount_due ?? 0;
	const currency = (invoice ?? next?.invoice)?.currency ?? price.currency;
	return {
		to: toPrice(draft, priceIn(draft, price, currency)),
		quantity: wish.wanted.quantity,
		timing,
		discount: discount === null ? null : couponWords(couponBehind(draft, discount)),
		asOf: draft.now,
		at,
		endsTrial,
		lines: invoice === null ? [] : linesOf(draft, invoice),
		dueNow: due,
		credit: Math.max(0, -(invoice?.total ?? 0)),
		next: next && { amount: next.invoice.amount_due, at: next.at },
	};
}

/** What was typed, else what the session's own flow brings. */
function discountOf(draft: Draft, session: string, { code, inFlow }: WantedPrice): Redeemed | null {
	if (code) return typedCode(draft, session, code);
	return inFlow === true ? discountOfFlow(draft, session) : null;
}

function couponBehind(draft: Draft, discount: Redeemed) {
	if ("coupon" in discount) return draft.get("coupon", discount.coupon);
	const code = draft.get("promotion_code", discount.promotion_code);
	return draft.get("coupon", code?.promotion.coupon ?? "");
}

function linesOf(draft: Draft, invoice: Invoice) {
	const sums = sumsOf(draft, invoice).filter(({ words }) => words !== "Subtotal");
	const lines = invoice.lines.data.map(({ description, amount }) => ({
		words: description ?? "",
		amount,
	}));
	return [...lines, ...sums];
}

/** A card that needs its bank's word gets it: the change waits for the payment, at most 23 hours. */
function update(world: World, session: string, wish: Wish): UpdateOutcome {
	const attempt = (payment: NonNullable<UpdateRequest["payment"]>) =>
		refusalIn(() =>
			world.run((draft) =>
				portalUpdate(draft, session, {
					...wish,
					discount: discountOf(draft, session, wish.wanted),
					payment,
					proratedAt: wish.wanted.asOf,
				}),
			),
		);
	const outcome = attempt("error_if_incomplete");
	if (!(outcome instanceof StripeError)) return { kind: "done", timing: outcome };
	if (outcome.fields.code !== "subscription_payment_intent_requires_action") {
		return toRefusal(outcome);
	}
	// What waits for its payment cannot bring a discount; then the change applies and its invoice waits.
	const plain = world.run((draft) => discountOf(draft, session, wish.wanted)) === null;
	const waiting = attempt(plain ? "pending_if_incomplete" : "allow_incomplete");
	if (waiting instanceof StripeError) return toRefusal(waiting);
	const path = world.run((draft) => questionPath(draft, wish.id));
	return path === null ? { kind: "done", timing: waiting } : { kind: "requires_action", path };
}

function questionPath(draft: Draft, id: string): string | null {
	const invoice = draft.get("subscription", id)?.latest_invoice ?? "";
	for (const { payment } of draft.list("invoice_payment", { group: `invoice:${invoice}` })) {
		const intent = draft.get("payment_intent", payment.payment_intent ?? "");
		if (intent?.status === "requires_action") return challengePath(intent.id, invoice);
	}
	return null;
}

function attemptCard(act: () => CardAdded): AddCardOutcome {
	const outcome = refusalIn(act);
	if (outcome instanceof StripeError) return toRefusal(outcome);
	if (outcome.kind === "declined") return toDeclined(outcome.decline);
	return outcome.kind === "ready" ? { kind: "done" } : outcome;
}

function saveDetails(draft: Draft, session: string, details: BillingDetails): void {
	const { name, email, phone, shipping_name: recipient } = details;
	const address = addressOf(details, "");
	const goods = addressOf(details, "shipping_");
	portalUpdateDetails(draft, session, {
		shipping: goods === null ? null : { name: recipient, address: goods },
		name: name || null,
		email: email || null,
		phone: phone || null,
		address,
	});
}

const addressParts = ["line1", "line2", "postal_code", "city", "state", "country"] as const;

/** Null where nothing was filled in. */
function addressOf(details: BillingDetails, prefix: "" | "shipping_") {
	const parts = addressParts.map(
		(part) => [part, details[`${prefix}${part}`] || undefined] as const,
	);
	return parts.every(([, part]) => part === undefined) ? null : Object.fromEntries(parts);
}
