// What a person typed into a session's page besides the payment.

import type { Draft } from "../../core/draft.ts";
import { getRecord } from "../../core/find.ts";
import type { CheckoutSession, Customer } from "../../core/objects.ts";
import { type AskedField, askedFields, type Known } from "./asked-fields.ts";
import { type Answers, problemsOf, toCollected } from "./read-answers.ts";

/** The fields of this session, filled with what is known of its customer. */
export function askedOf(draft: Draft, session: CheckoutSession): AskedField[] {
	const customer = draft.get("customer", session.customer ?? "");
	return askedFields(session, customer === undefined ? {} : knownOf(customer));
}

function knownOf({ address, phone, shipping }: Customer): Known {
	const parts = (prefix: string, from: object | null | undefined) =>
		Object.entries(from ?? {}).flatMap(([name, value]) =>
			typeof value === "string" ? [[`${prefix}_${name}`, value] as const] : [],
		);
	return Object.fromEntries([
		...parts("billing", address),
		...parts("shipping", shipping?.address),
		...(shipping?.name ? [["shipping_name", shipping.name] as const] : []),
		...(phone ? [["phone", phone] as const] : []),
	]);
}

/** Keeps the answers for the moment the session completes; or says, field by field, what is wrong. */
export function answerSession(draft: Draft, id: string, answers: Answers): Record<string, string> {
	const session = getRecord(draft, "checkout.session", { id });
	const record = getRecord(draft, "checkout", { id });
	const asked = askedOf(draft, session);
	const problems = problemsOf(asked, answers);
	if (asked.length > 0 && Object.keys(problems).length === 0) {
		draft.put("checkout", { ...record, collected: toCollected(asked, answers) });
	}
	return problems;
}
