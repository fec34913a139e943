// `expand[]`: ids in an answer replaced by the objects they name.
import type { CollectionName } from "../billing/core/collections.ts";
import type { Draft } from "../billing/core/draft.ts";
import { isPlainObject } from "../billing/core/previous-attributes.ts";
import { invalidRequest } from "../billing/core/stripe-error.ts";
import { includeField } from "./include-field.ts";

const deepest = 4;

/** The collection an id in a field of this name points into. */
const expandable: ReadonlyMap<string, CollectionName> = new Map([
	["balance_transaction", "balance_transaction"],
	["charge", "charge"],
	["failure_balance_transaction", "balance_transaction"],
	["coupon", "coupon"],
	["configuration", "billing_portal.configuration"],
	["credit_note", "credit_note"],
	["customer", "customer"],
	["customer_balance_transaction", "customer_balance_transaction"],
	["discount", "discount"],
	["discounts", "discount"],
	["feature", "entitlements.feature"],
	["default_payment_method", "payment_method"],
	["default_price", "price"],
	["invoice", "invoice"],
	["latest_attempt", "setup_attempt"],
	["latest_charge", "charge"],
	["latest_invoice", "invoice"],
	["mandate", "mandate"],
	["payment_intent", "payment_intent"],
	["payment_link", "payment_link"],
	["payment_method", "payment_method"],
	["pending_setup_intent", "setup_intent"],
	["price", "price"],
	["product", "product"],
	["promotion_code", "promotion_code"],
	["quote", "quote"],
	["default_tax_rates", "tax_rate"],
	["refund", "refund"],
	["setup_intent", "setup_intent"],
	["source", "charge"],
	["schedule", "subscription_schedule"],
	["subscription", "subscription"],
	["subscription_schedule", "subscription_schedule"],
	["test_clock", "test_helpers.test_clock"],
]);

/** Fields that may hold an id of something else, but hold null here; expanding null changes nothing. */
const emptyHere = new Set(["application", "default_source", "on_behalf_of", "review"]);

/** A copy of the answer with each path expanded. Errors: a path too deep, or one that cannot be expanded. */
export function expandAll(draft: Draft, answer: object, paths: readonly string[]): object {
	let expanded: unknown = answer;
	for (const path of paths) {
		const steps = path.split(".");
		const depth = steps[0] === "data" ? steps.length - 1 : steps.length;
		if (depth > deepest) {
			throw invalidRequest(
				`You cannot expand more than ${deepest} levels of a property. Property: ${path}`,
				{ param: "expand" },
			);
		}
		expanded = expandPath(draft, expanded, { steps, path });
	}
	return typeof expanded === "object" && expanded !== null ? expanded : answer;
}

interface Route {
	steps: readonly string[];
	path: string;
}

function expandPath(draft: Draft, value: unknown, { steps, path }: Route): unknown {
	const [step, ...rest] = steps;
	if (step === undefined || value === null) return value;
	if (Array.isArray(value)) return value.map((one) => expandPath(draft, one, { steps, path }));
	if (!isPlainObject(value)) throw notExpandable(path);
	const found = fieldOf(draft, value, { step, path, last: rest.length === 0 });
	return { ...value, [step]: expandPath(draft, found, { steps: rest, path }) };
}

function fieldOf(
	draft: Draft,
	owner: Record<string, unknown>,
	{ step, path, last }: { step: string; path: string; last: boolean },
): unknown {
	const included = includeField(draft, owner, step);
	if (included !== undefined) return included;
	const current = owner[step];
	const collection = expandable.get(step);
	if (typeof current === "string") {
		if (collection === undefined) throw notExpandable(path);
		return resolved(draft, collection, current);
	}
	if (Array.isArray(current) && collection !== undefined) {
		return current.map((one) => (typeof one === "string" ? resolved(draft, collection, one) : one));
	}
	const known = Object.hasOwn(owner, step) && (expandable.has(step) || emptyHere.has(step));
	if (current === null && known) return null;
	if (typeof current === "object" && current !== null && (!last || expandable.has(step))) {
		return current;
	}
	// A list that came with what it belongs to.
	if (isPlainObject(current) && current.object === "list") return current;
	if (Array.isArray(current) && emptyHere.has(step)) return current;
	throw notExpandable(path);
}

function resolved(draft: Draft, collection: CollectionName, id: string): unknown {
	const found = draft.get("deletedStub", id) ?? draft.get(collection, id);
	if (found !== undefined || collection !== "charge") return found ?? id;
	// What moved the money of a balance transaction is a charge, a refund or a dispute.
	return draft.get("refund", id) ?? draft.get("dispute", id) ?? id;
}

function notExpandable(path: string) {
	return invalidRequest(
		`This property cannot be expanded (${path}). You may want to try expanding a different property, or remove this one.`,
		{ param: "expand" },
	);
}
