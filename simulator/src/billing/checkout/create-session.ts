// Opening a checkout session: what is bought, by whom, and where to go afterwards.
import { amountOf, createPrice } from "../catalog/prices.ts";
import { createProductFor } from "../catalog/product-data.ts";
import type { CheckoutSession, Customer, LineItem, Price } from "../core/collections.ts";
import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import { mergeMetadata } from "../core/metadata.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import { schedule } from "../core/timers.ts";
import { cadenceOf } from "../subscriptions/build-subscription.ts";
import { getTaxRates } from "../taxes/tax-rates.ts";
import { type Bought, buildSession } from "./build-session.ts";
import { priceSession } from "./price-session.ts";
import { purchaseOf, sessionDiscounts } from "./session-discounts.ts";
import type { SessionParams } from "./session-params.ts";

const halfHour = 1800;
const longestTrialSeconds = 730 * 86_400;

/** An open session and its page. Emits no event, as with Stripe. */
export function createSession(draft: Draft, params: SessionParams): CheckoutSession {
	refuseWhatIsMissing(draft, params);
	const customer =
		params.customer === undefined
			? undefined
			: getRecord(draft, "customer", { id: params.customer, param: "customer" });
	const lines = toLines(draft, params);
	const bought = toBought(draft, params, { customer, lines });
	const built = buildSession(draft, params, bought);
	const session = draft.put("checkout.session", {
		...built,
		discounts: sessionDiscounts(draft, params.discounts, {
			purchase: purchaseOf(built, { lines }),
			typed: params.allow_promotion_codes === true,
		}),
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
		intent: null,
		challenged: null,
	});
	schedule(draft, "expire_session", session.id, session.expires_at);
	return priceSession(draft, session.id);
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

function refuseWhatIsMissing(draft: Draft, params: SessionParams): void {
	if (params.mode !== "subscription") {
		throw invalidRequest(
			`This simulator opens Checkout in subscription mode only; mode=${params.mode} is not there yet.`,
			{ param: "mode" },
		);
	}
	if (params.success_url === undefined) {
		throw invalidRequest("Missing required param: success_url.", {
			code: "parameter_missing",
			param: "success_url",
		});
	}
	refuseOddUrl(params.success_url, "success_url");
	if (params.cancel_url !== undefined) refuseOddUrl(params.cancel_url, "cancel_url");
	if (params.customer !== undefined && params.customer_email !== undefined) {
		throw invalidRequest(
			"You may only specify one of these parameters: customer, customer_email.",
			{ code: "parameters_exclusive", param: "customer" },
		);
	}
	if (params.customer_email !== undefined && !/^[^@\s]+@[^@\s]+$/.test(params.customer_email)) {
		throw invalidRequest(`Invalid email address: ${params.customer_email}`, {
			code: "email_invalid",
			param: "customer_email",
		});
	}
	refuseOddTimes(draft, params);
}

function refuseOddUrl(url: string, param: string): void {
	const parsed = URL.parse(url.replaceAll("{CHECKOUT_SESSION_ID}", "id"));
	if (parsed?.protocol === "http:" || parsed?.protocol === "https:") return;
	throw invalidRequest(
		"Not a valid URL. URLs must start with http:// or https:// and name a host.",
		{ code: "url_invalid", param },
	);
}

function refuseOddTimes(draft: Draft, params: SessionParams): void {
	const life = (params.expires_at ?? draft.now + halfHour) - draft.now;
	if (life < halfHour - 60 || life > 86_400 + 60) {
		throw invalidRequest(
			"The `expires_at` timestamp must be at least 30 minutes and at most 24 hours from Checkout Session creation.",
			{ param: "expires_at" },
		);
	}
	const data = params.subscription_data;
	if (data?.trial_end !== undefined && data.trial_period_days !== undefined) {
		throw invalidRequest(
			"You may only specify one of these parameters: subscription_data[trial_end], subscription_data[trial_period_days].",
			{ code: "parameters_exclusive", param: "subscription_data[trial_end]" },
		);
	}
	const trial = data?.trial_end === undefined ? 0 : data.trial_end - draft.now;
	const days = data?.trial_period_days ?? 0;
	if (trial > longestTrialSeconds || days > 730) {
		throw invalidRequest("A trial can last at most 730 days.", {
			param: days > 730 ? "subscription_data[trial_period_days]" : "subscription_data[trial_end]",
		});
	}
	if (data?.trial_end !== undefined && trial < 2 * 86_400) {
		throw invalidRequest("The `trial_end` date has to be at least 2 days in the future.", {
			param: "subscription_data[trial_end]",
		});
	}
}

function toLines(draft: Draft, params: SessionParams): LineItem[] {
	const given = params.line_items ?? [];
	if (given.length === 0) {
		throw invalidRequest("Missing required param: line_items.", {
			code: "parameter_missing",
			param: "line_items",
		});
	}
	const lines = given.map((line, index) => {
		const price = priceOf(draft, line, `line_items[${index}]`);
		return toLine(draft, price, line.quantity ?? 1);
	});
	if (!lines.some((line) => line.price?.recurring)) {
		throw invalidRequest(
			"You must provide at least one recurring price in `subscription` mode when using prices.",
			{ param: "line_items" },
		);
	}
	return lines;
}

type Given = NonNullable<SessionParams["line_items"]>[number];

function priceOf(draft: Draft, line: Given, param: string): Price {
	if (line.price !== undefined) {
		const price = getRecord(draft, "price", { id: line.price, param: `${param}[price]` });
		if (!price.active) {
			throw invalidRequest(
				`The price specified is inactive. This field only accepts active prices.`,
				{ param: `${param}[price]` },
			);
		}
		cadenceOf(price);
		return price;
	}
	const data = line.price_data;
	if (data === undefined) {
		throw invalidRequest(`Missing required param: ${param}[price].`, {
			code: "parameter_missing",
			param: `${param}[price]`,
		});
	}
	return createPrice(draft, { ...data, product: createProductFor(draft, data), active: false });
}

function toLine(draft: Draft, price: Price, quantity: number): LineItem {
	const amount = amountOf(price, quantity);
	return {
		id: draft.newId("li", 24),
		object: "item",
		adjustable_quantity: null,
		amount_discount: 0,
		amount_subtotal: amount,
		amount_tax: 0,
		amount_total: amount,
		currency: price.currency,
		description: draft.get("product", price.product)?.name ?? null,
		metadata: {},
		price,
		quantity,
	};
}

function toBought(
	draft: Draft,
	params: SessionParams,
	{ customer, lines }: { customer: Customer | undefined; lines: LineItem[] },
): Bought {
	const currencies = new Set(lines.map((line) => line.currency));
	if (currencies.size > 1 || (customer?.currency && !currencies.has(customer.currency))) {
		throw invalidRequest("You cannot combine currencies on a single customer or session.", {
			param: "line_items",
		});
	}
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
