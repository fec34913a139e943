// Shapes that the published ones leave out, after the official SDK's types.

const string = { type: "string" };
const integer = { type: "integer" };
const boolean = { type: "boolean" };

function shape(required: Record<string, object>, optional: Record<string, object> = {}) {
	const properties = { ...required, ...optional };
	return { type: "object", required: Object.keys(required), properties };
}

/** An id, or the object it names where somebody asked for it. */
const expandable = {};
const nameable = { ...string, nullable: true };
const ofIntent = shape({ payment_intent: expandable });

export const unpublishedShapes = {
	deleted_card: shape({ id: string, object: string, deleted: boolean }, { currency: string }),
	customer_cash_balance_transaction: shape(
		{
			id: string,
			object: string,
			created: integer,
			currency: string,
			customer: expandable,
			customer_account: nameable,
			ending_balance: integer,
			livemode: boolean,
			net_amount: integer,
			type: string,
		},
		{
			applied_to_payment: ofIntent,
			unapplied_from_payment: ofIntent,
			refunded_from_payment: shape({ refund: expandable }),
			funded: shape({
				bank_transfer: shape(
					{ reference: nameable, type: string },
					{
						eu_bank_transfer: shape({ bic: nameable, iban_last4: nameable, sender_name: nameable }),
						gb_bank_transfer: shape({
							account_number_last4: nameable,
							sender_name: nameable,
							sort_code: nameable,
						}),
						jp_bank_transfer: shape({
							sender_bank: nameable,
							sender_branch: nameable,
							sender_name: nameable,
						}),
						us_bank_transfer: shape({ sender_name: nameable }, { network: string }),
					},
				),
			}),
		},
	),
	"v2.core.event": shape(
		{ id: string, object: string, created: string, livemode: boolean, type: string },
		{
			data: {},
			reason: shape({ type: string }, { request: shape({ id: string, idempotency_key: string }) }),
			related_object: shape({ id: string, type: string, url: string }),
		},
	),
	"v2.core.event_destination": shape(
		{
			id: string,
			object: string,
			created: string,
			description: string,
			enabled_events: { type: "array", items: string },
			event_payload: string,
			livemode: boolean,
			name: string,
			status: string,
			type: string,
			updated: string,
		},
		{
			events_from: { type: "array", items: string },
			metadata: {},
			snapshot_api_version: string,
			status_details: shape({}, { disabled: shape({ reason: string }) }),
			webhook_endpoint: shape({}, { signing_secret: string, url: string }),
		},
	),
	funding_instructions: shape({
		object: string,
		bank_transfer: shape({
			country: string,
			financial_addresses: { type: "array", items: shape({ type: string }, anyAddress()) },
			type: string,
		}),
		currency: string,
		funding_type: string,
		livemode: boolean,
	}),
};

/** What an account to send money to is like; the published shape of an intent's instructions has them whole. */
function anyAddress(): Record<string, object> {
	const kinds = ["aba", "iban", "sort_code", "spei", "swift", "zengin"];
	const names = [...kinds, "supported_networks"];
	return Object.fromEntries(names.map((name) => [name, {}]));
}
