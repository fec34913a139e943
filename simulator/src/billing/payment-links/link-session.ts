// The Checkout session that a visit to a payment link opens.
import { createSession } from "../checkout/open/create-session.ts";
import { type SessionParams, sessionCreateParams } from "../checkout/open/session-params.ts";
import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import { forkDraft } from "../core/fork.ts";
import type { CheckoutSession, LineItem, PaymentLink } from "../core/objects.ts";
import { type Given, given } from "../core/params/given.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import type { Asked } from "./asked.ts";
import type { LinkMode } from "./link-fields.ts";

/** One thing the link sells. */
export interface LinkLine {
	price: string;
	quantity: number | undefined;
	adjustable: LineItem["adjustable_quantity"];
}

/** What the address of a visit may add, as Stripe's URL parameters do. */
export interface Visitor {
	email?: string | undefined;
	reference?: string | undefined;
}

/** A link sells a subscription as soon as one of its prices recurs. */
export function modeOf(draft: Draft, prices: readonly string[]): LinkMode {
	const recurring = prices.some((id) => draft.get("price", id)?.recurring);
	return recurring ? "subscription" : "payment";
}

/** An open session of its own for this visitor. Errors: an inactive link, and those of any session. */
export function openLink(draft: Draft, id: string, visitor: Visitor): CheckoutSession {
	const link = getRecord(draft, "payment_link", { id });
	const { lines, asked } = getRecord(draft, "linkTerms", { id });
	if (!link.active || limitReached(link)) {
		throw invalidRequest("This payment link is not active any more.");
	}
	const session = createSession(
		draft,
		paramsOf(draft, link, { lines: soldBy(lines), asked, visitor }),
	);
	return draft.put("checkout.session", { ...session, payment_link: id });
}

/** Whether as many sessions were completed as the link allows. */
export function limitReached({ restrictions }: PaymentLink): boolean {
	const completed = restrictions?.completed_sessions;
	return completed !== undefined && completed.count >= completed.limit;
}

export function soldBy(lines: readonly LineItem[]): LinkLine[] {
	return lines.map(({ price, quantity, adjustable_quantity: adjustable }) => ({
		price: price?.id ?? "",
		quantity: quantity ?? undefined,
		adjustable,
	}));
}

/**
 * A session as the link would open it, and its lines; none is opened. Errors: those of opening one, with
 * its parameters' names, which are the link's too.
 */
export function rehearse(
	draft: Draft,
	link: PaymentLink,
	{ lines, asked }: { lines: readonly LinkLine[]; asked: Asked },
): { lines: LineItem[]; session: CheckoutSession } {
	const fork = forkDraft(draft);
	const session = createSession(fork, paramsOf(draft, link, { lines, asked, visitor: {} }));
	return { lines: getRecord(fork, "checkout", { id: session.id }).lines, session };
}

function paramsOf(
	draft: Draft,
	link: PaymentLink,
	{ lines, asked, visitor }: { lines: readonly LinkLine[]; asked: Asked; visitor: Visitor },
): SessionParams {
	const mode = modeOf(
		draft,
		lines.map(({ price }) => price),
	);
	const types = link.payment_method_types;
	const said = given(sessionCreateParams, {
		mode,
		allow_promotion_codes: link.allow_promotion_codes,
		...(types === null ? {} : { allowed_payment_method_types: types }),
		automatic_tax: { enabled: link.automatic_tax.enabled },
		client_reference_id: visitor.reference,
		...(link.currency === "" ? {} : { currency: link.currency }),
		customer_email: visitor.email,
		line_items: lines.map(({ price, quantity, adjustable }) => ({
			...(adjustable === null ? {} : { adjustable_quantity: saidOf({ ...adjustable }) }),
			price,
			quantity,
		})),
		metadata: link.metadata,
		success_url: wayOn(link),
		...saidOf(
			mode === "payment"
				? { customer_creation: link.customer_creation, submit_type: link.submit_type }
				: { payment_method_collection: link.payment_method_collection },
		),
		...(link.payment_intent_data === null
			? {}
			: { payment_intent_data: saidOf(link.payment_intent_data) }),
		...(link.subscription_data === null
			? {}
			: { subscription_data: saidOf(subscriptionTerms(link.subscription_data)) }),
	});
	return { ...said, ...asked };
}

function subscriptionTerms(data: NonNullable<PaymentLink["subscription_data"]>) {
	const { description, metadata, trial_period_days, trial_settings } = data;
	const missing = trial_settings?.end_behavior.missing_payment_method;
	return {
		description,
		metadata,
		trial_period_days,
		...(missing === undefined
			? {}
			: { trial_settings: { end_behavior: { missing_payment_method: missing } } }),
	};
}

/** Where a session goes when it is complete: the shop's page, or the link's own thanks. */
function wayOn({ after_completion, url }: PaymentLink): string {
	return after_completion.redirect?.url ?? `${url}/thanks`;
}

/** What has a value; null on an object means that nothing was said. */
function saidOf(values: { readonly [key: string]: Given }): { [key: string]: Given } {
	return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}
