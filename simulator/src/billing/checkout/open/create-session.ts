// Opening a checkout session: what is bought, by whom, and where to go afterwards.

import type { Draft } from "../../core/draft.ts";
import { getRecord } from "../../core/find.ts";
import type { CheckoutSession, Customer, LineItem } from "../../core/objects.ts";
import { mergeMetadata } from "../../core/params/metadata.ts";
import { schedule } from "../../core/time/schedule-timer.ts";
import { expectedCurrency } from "../../customers/claim-currency.ts";
import { announceSetupIntent, blankSetupIntent } from "../../payments/setups/setup-intents.ts";
import { getTaxRates } from "../../taxes/tax-rates.ts";
import { refuseFurtherSubscription } from "../../test-clocks/join-test-clock.ts";
import { refuseWhatIsMissing } from "../pay/refuse-session.ts";
import { paymentTerms } from "../pay/session-payment.ts";
import { priceSession } from "../pricing/price-session.ts";
import { purchaseOf, sessionDiscounts } from "../pricing/session-discounts.ts";
import { toLines } from "../pricing/session-lines.ts";
import { type Bought, buildSession } from "./build-session.ts";
import type { SessionParams } from "./session-params.ts";

/** An open session and its page. Emits no event, as with Stripe. */
export function createSession(draft: Draft, params: SessionParams): CheckoutSession {
	refuseWhatIsMissing(draft, params);
	const customer =
		params.customer === undefined
			? undefined
			: getRecord(draft, "customer", { id: params.customer, param: "customer" });
	const bound = params.mode === "subscription" ? customer : undefined;
	if (bound !== undefined) refuseFurtherSubscription(draft, bound);
	const lines = toLines(draft, params, expectedCurrency(bound, params.currency));
	const bought = toBought(draft, params, { customer, lines });
	const built = buildSession(draft, params, bought);
	const setup = setupFor(draft, built, params);
	const discounts = sessionDiscounts(draft, params.discounts, {
		purchase: purchaseOf(built, { lines }),
		typed: params.allow_promotion_codes === true,
	});
	const session = draft.put("checkout.session", {
		...built,
		setup_intent: setup,
		discounts: params.mode === "setup" ? built.discounts : discounts,
	});
	const data = params.subscription_data;
	draft.put("checkout", {
		id: session.id,
		lines,
		...taxRatesOf(draft, params),
		trialDays: data?.trial_period_days ?? null,
		trialEnd: data?.trial_end ?? null,
		missingPaymentMethod:
			data?.trial_settings?.end_behavior.missing_payment_method ?? "create_invoice",
		subscriptionMetadata: mergeMetadata({}, data?.metadata),
		subscriptionDescription: data?.description ?? null,
		billingModeType: data?.billing_mode?.type ?? "flexible",
		payment: paymentTerms(params.payment_intent_data),
		intent: setup,
		customerUpdate: params.customer_update ?? null,
		collected: null,
		challenged: null,
	});
	schedule(draft, "expire_session", session.id, session.expires_at);
	return params.mode === "setup" ? session : priceSession(draft, session.id);
}

function taxRatesOf(draft: Draft, { line_items = [], subscription_data }: SessionParams) {
	const own = line_items.map(({ tax_rates = [] }) => tax_rates);
	own.forEach((ids, index) => {
		getTaxRates(draft, ids, `line_items[${index}][tax_rates]`);
	});
	const defaultTaxRates = subscription_data?.default_tax_rates ?? [];
	getTaxRates(draft, defaultTaxRates, "subscription_data[default_tax_rates]");
	return { lineTaxRates: own, defaultTaxRates };
}

/** A session that only saves a card has its intent from the start. Emits setup_intent.created. */
function setupFor(draft: Draft, session: CheckoutSession, params: SessionParams): string | null {
	if (params.mode !== "setup") return null;
	const data = params.setup_intent_data;
	return announceSetupIntent(draft, {
		...blankSetupIntent(draft),
		customer: session.customer,
		description: data?.description ?? null,
		metadata: mergeMetadata({}, data?.metadata),
		payment_method_types: session.payment_method_types,
	}).id;
}

function toBought(
	draft: Draft,
	params: SessionParams,
	{ customer, lines }: { customer: Customer | undefined; lines: LineItem[] },
): Bought {
	const data = params.subscription_data;
	const hasTrial = data?.trial_period_days !== undefined || data?.trial_end !== undefined;
	const total = hasTrial ? 0 : lines.reduce((sum, line) => sum + line.amount_total, 0);
	return {
		customer,
		currency: lines[0]?.currency ?? "usd",
		total,
		expiresAt: params.expires_at ?? draft.now + draft.settings.sessionSeconds,
	};
}
