// Setup intents: a card made ready for later charges, as a trial needs it.

import { type Acceptance, mandateFor } from "../../attempts/mandates.ts";
import { noteSetupAttempt } from "../../attempts/setup-attempts.ts";
import type { Draft } from "../../core/draft.ts";
import type { PaymentMethod, SetupIntent } from "../../core/objects.ts";
import { type Decline, declineDetails, declines } from "../declines.ts";
import { docUrl, nextAction } from "../intents/payment-intents.ts";
import { findCard } from "../methods/cards.ts";

export type SetupOutcome =
	| { kind: "ready"; intent: SetupIntent }
	| { kind: "declined"; intent: SetupIntent; decline: Decline }
	| { kind: "requires_action"; intent: SetupIntent };

/** A new intent for off-session use. Emits setup_intent.created. */
export function createSetupIntent(draft: Draft, customer: string | null): SetupIntent {
	return announceSetupIntent(draft, { ...blankSetupIntent(draft), customer });
}

/** Stores a new intent. Emits setup_intent.created. */
export function announceSetupIntent(draft: Draft, intent: SetupIntent): SetupIntent {
	draft.put("setup_intent", intent);
	draft.emit("setup_intent.created", intent);
	return intent;
}

/** An intent as the API makes it when nothing is given. */
export function blankSetupIntent(draft: Draft): SetupIntent {
	const id = draft.newId("seti");
	return {
		id,
		object: "setup_intent",
		allowed_payment_method_types: null,
		application: null,
		automatic_payment_methods: null,
		cancellation_reason: null,
		client_secret: `${id}_secret_${draft.newId("", 25)}`,
		created: draft.now,
		customer: null,
		customer_account: null,
		description: null,
		excluded_payment_method_types: null,
		flow_directions: null,
		last_setup_error: null,
		latest_attempt: null,
		livemode: false,
		managed_payments: { enabled: false },
		mandate: null,
		metadata: {},
		next_action: null,
		on_behalf_of: null,
		payment_method: null,
		payment_method_configuration_details: null,
		payment_method_options: null,
		payment_method_types: ["card", "link"],
		single_use_mandate: null,
		status: "requires_payment_method",
		usage: "off_session",
	};
}

export interface SetupTry {
	method: PaymentMethod;
	/** A person has just passed the bank's challenge. */
	authenticated?: boolean;
	/** Where the person goes after the bank's page. */
	returnUrl?: string | undefined;
	/** How the customer agreed to be debited. */
	acceptance?: Acceptance | undefined;
}

/**
 * Asks the bank whether the card may be charged later. Emits setup_intent.succeeded,
 * setup_intent.requires_action or setup_intent.setup_failed. A card that only fails at a charge passes.
 */
export function attemptSetup(
	draft: Draft,
	intent: SetupIntent,
	{ method, authenticated, returnUrl, acceptance }: SetupTry,
): SetupOutcome {
	const record = draft.get("card", method.id);
	const card = findCard(record?.number ?? "");
	if (card !== undefined && card.authentication !== "never" && authenticated !== true) {
		const waiting = draft.put("setup_intent", {
			...intent,
			payment_method: method.id,
			latest_attempt: noteSetupAttempt(draft, intent, { method, status: "requires_action" }),
			next_action: nextAction(draft, intent.id, returnUrl),
			status: "requires_action",
			last_setup_error: null,
		});
		draft.emit("setup_intent.requires_action", waiting);
		return { kind: "requires_action", intent: waiting };
	}
	if (card?.refusal?.from === "attach") {
		return failSetup(draft, intent, { method, decline: declines[card.refusal.reason] });
	}
	if (record !== undefined) draft.put("card", { ...record, setUp: true });
	const ready = draft.put("setup_intent", {
		...intent,
		latest_attempt: noteSetupAttempt(draft, intent, {
			method,
			status: "succeeded",
			authenticated: authenticated === true,
		}),
		mandate: mandateFor(draft, method, acceptance)?.id ?? null,
		payment_method: method.id,
		next_action: null,
		status: "succeeded",
		last_setup_error: null,
	});
	draft.emit("setup_intent.succeeded", ready);
	return { kind: "ready", intent: ready };
}

/** The attempt is over and another may follow. Emits setup_intent.setup_failed. */
export function failSetup(
	draft: Draft,
	intent: SetupIntent,
	{ method, decline }: { method: PaymentMethod; decline: Decline },
): SetupOutcome {
	const error: SetupIntent["last_setup_error"] = {
		type: "card_error",
		...declineDetails(decline),
		doc_url: docUrl(decline.code),
		payment_method: method,
	};
	const failed = draft.put("setup_intent", {
		...intent,
		latest_attempt: noteSetupAttempt(draft, intent, { method, status: "failed", error }),
		payment_method: null,
		next_action: null,
		status: "requires_payment_method",
		last_setup_error: error,
	});
	draft.emit("setup_intent.setup_failed", failed);
	return { kind: "declined", intent: failed, decline };
}
