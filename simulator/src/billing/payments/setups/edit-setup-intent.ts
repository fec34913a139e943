// Making, changing and confirming a setup intent by request.

import { abandonSetupAttempt } from "../../attempts/setup-attempts.ts";
import type { Draft } from "../../core/draft.ts";
import { getRecord } from "../../core/find.ts";
import { kept } from "../../core/kept.ts";
import type { PaymentMethod, SetupIntent } from "../../core/objects.ts";
import { mergeMetadata, metadata } from "../../core/params/metadata.ts";
import { boolean, clearable, list, oneOf, text, type Values } from "../../core/params/params.ts";
import type { StripeError } from "../../core/stripe-error.ts";
import { declines } from "../declines.ts";
import { typesOf } from "../intents/edit-payment-intent.ts";
import {
	allowedTypes,
	automaticMethods,
	futureUsage,
	mandateData,
	methodData,
	methodOptions,
} from "../intents/intent-params.ts";
import { refuseManaged, unexpectedSetupState } from "../intents/intent-state.ts";
import { requireChargeable } from "../methods/other-methods.ts";
import { createPaymentMethod } from "../methods/payment-methods.ts";
import { keepOrSpend, usableMethod } from "../methods/usable-method.ts";
import { setupRefusalOf } from "../refusal.ts";
import {
	announceSetupIntent,
	attemptSetup,
	blankSetupIntent,
	failSetup,
	type SetupOutcome,
} from "./setup-intents.ts";

const shared = {
	allowed_payment_method_types: allowedTypes(),
	payment_method: text(),
	payment_method_data: methodData(),
	payment_method_options: methodOptions(),
};
export const setupConfirmParams = {
	...shared,
	mandate_data: mandateData(),
	return_url: text(),
	use_stripe_sdk: boolean(),
};
export const setupUpdateParams = {
	...shared,
	customer: text(),
	description: clearable(text(1000)),
	flow_directions: list(oneOf("inbound", "outbound")),
	metadata: metadata(),
	payment_method_configuration: text(),
};
export const setupCreateParams = {
	...setupConfirmParams,
	...setupUpdateParams,
	automatic_payment_methods: automaticMethods(),
	confirm: boolean(),
	usage: futureUsage(),
};
export const setupCancelParams = {
	cancellation_reason: oneOf("abandoned", "duplicate", "requested_by_customer"),
};
type Edit = Values<typeof setupUpdateParams>;
type Chosen = Pick<Edit, "payment_method" | "payment_method_data">;
type Confirm = Chosen & Pick<Values<typeof setupConfirmParams>, "mandate_data" | "return_url">;

/** A new intent, tried at once with `confirm`. Emits setup_intent.created and what the attempt emits. */
export function createSetup(
	draft: Draft,
	params: Values<typeof setupCreateParams>,
): SetupIntent | StripeError {
	const blank = { ...blankSetupIntent(draft), usage: params.usage ?? "off_session" };
	const { automatic_payment_methods: automatic } = params;
	const confirms = params.confirm === true;
	const later = { ...params, payment_method: undefined, payment_method_data: undefined };
	const automatic_payment_methods = {
		allow_redirects: automatic?.allow_redirects ?? "always",
		enabled: automatic?.enabled ?? true,
	};
	const made = { ...blank, automatic_payment_methods };
	const intent = announceSetupIntent(draft, edited(draft, made, confirms ? later : params));
	return confirms ? confirmSetup(draft, intent.id, params) : intent;
}

/** Changes what was sent; Stripe has no event for it. */
export function updateSetup(draft: Draft, id: string, params: Edit): SetupIntent {
	const before = getRecord(draft, "setup_intent", { id });
	refuseFinal(draft, before, "updated");
	return draft.put("setup_intent", edited(draft, before, params));
}

function edited(draft: Draft, intent: SetupIntent, params: Edit): SetupIntent {
	const customer = params.customer ?? intent.customer;
	if (customer !== null) getRecord(draft, "customer", { id: customer, param: "customer" });
	const given = params.payment_method !== undefined || params.payment_method_data !== undefined;
	const method = given
		? methodOf(draft, { ...intent, customer }, params).id
		: intent.payment_method;
	return {
		...intent,
		...typesOf(params.allowed_payment_method_types),
		customer,
		description: kept(params.description, intent.description),
		flow_directions: params.flow_directions ?? intent.flow_directions ?? null,
		metadata: mergeMetadata(intent.metadata, params.metadata),
		payment_method: method,
		...(given ? { next_action: null, status: "requires_confirmation" } : {}),
	};
}

/** One attempt. A card that the bank refuses is a 402 with the intent embedded. */
export function confirmSetup(draft: Draft, id: string, params: Confirm): SetupIntent | StripeError {
	const intent = getRecord(draft, "setup_intent", { id });
	refuseFinal(draft, intent, "confirmed");
	const method = methodOf(draft, intent, params);
	requireChargeable(method);
	const { customer_acceptance } = params.mandate_data ?? {};
	const outcome = attemptSetup(draft, intent, {
		method,
		returnUrl: params.return_url,
		acceptance: customer_acceptance && { ...customer_acceptance, ...customer_acceptance.online },
	});
	return answer(draft, keep(draft, outcome));
}

function methodOf(draft: Draft, intent: SetupIntent, params: Chosen): PaymentMethod {
	if (params.payment_method_data !== undefined) {
		return createPaymentMethod(draft, params.payment_method_data);
	}
	const id = params.payment_method ?? intent.payment_method;
	if (id === null) {
		throw unexpectedSetupState(
			intent,
			"You cannot confirm this SetupIntent because it's missing a payment method. Update the SetupIntent with a payment method and then confirm it again.",
		);
	}
	return usableMethod(draft, id, { customer: intent.customer, param: "payment_method" });
}

function keep(draft: Draft, outcome: SetupOutcome): SetupOutcome {
	const { customer, payment_method } = outcome.intent;
	if (outcome.kind === "ready" && customer !== null && payment_method !== null) {
		keepOrSpend(draft, payment_method, { customer, saves: true });
	}
	return outcome;
}

function answer(draft: Draft, outcome: SetupOutcome): SetupIntent | StripeError {
	return setupRefusalOf(draft, outcome) ?? outcome.intent;
}

/** The person passed or failed the bank's challenge. Error: none is pending. */
export function answerSetup(draft: Draft, intent: SetupIntent, succeeds: boolean): SetupIntent {
	const method = draft.get("payment_method", intent.payment_method ?? "");
	if (intent.status !== "requires_action" || method === undefined) {
		throw unexpectedSetupState(intent, "No authentication is pending for this SetupIntent.");
	}
	const outcome = succeeds
		? keep(draft, attemptSetup(draft, intent, { method, authenticated: true }))
		: failSetup(draft, intent, { method, decline: declines.setup_authentication_failed });
	return outcome.intent;
}

/** Given up. Emits setup_intent.canceled. */
export function cancelSetup(
	draft: Draft,
	id: string,
	{ cancellation_reason }: Values<typeof setupCancelParams>,
): SetupIntent {
	const before = getRecord(draft, "setup_intent", { id });
	refuseFinal(draft, before, "canceled");
	abandonSetupAttempt(draft, before);
	const canceled = draft.put("setup_intent", {
		...before,
		cancellation_reason: cancellation_reason ?? null,
		next_action: null,
		status: "canceled",
	});
	draft.emit("setup_intent.canceled", canceled);
	return canceled;
}

function refuseFinal(
	draft: Draft,
	intent: SetupIntent,
	verb: "canceled" | "confirmed" | "updated",
): void {
	refuseManaged(draft, intent, verb);
	if (intent.status !== "succeeded" && intent.status !== "canceled") return;
	throw unexpectedSetupState(
		intent,
		`You cannot have this SetupIntent ${verb} because it has a status of ${intent.status}. Only a SetupIntent with one of the following statuses may be ${verb}: requires_payment_method, requires_confirmation, requires_action.`,
	);
}
