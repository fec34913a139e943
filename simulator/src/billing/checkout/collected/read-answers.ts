// What a person answered, held against what was asked.

import type { CheckoutSession } from "../../core/objects.ts";
import type { AskedField } from "./asked-fields.ts";

/** By the names of the fields; a box that is ticked says "yes". */
export type Answers = Readonly<Record<string, string>>;

/** One sentence for each field that cannot stay as it is; empty when all is well. */
export function problemsOf(asked: readonly AskedField[], answers: Answers): Record<string, string> {
	const found = asked.flatMap((field) => {
		const problem = problemOf(field, answers);
		return problem === null ? [] : [[field.name, problem] as const];
	});
	return Object.fromEntries(found);
}

function problemOf(field: AskedField, answers: Answers): string | null {
	const given = answers[field.name] ?? "";
	if (field.kind === "checkbox") {
		return field.required && given !== "yes" ? "Tick this box to go on." : null;
	}
	if (given === "") return field.required ? `Enter this: ${field.label}.` : null;
	if (field.kind === "choice") {
		const offered = field.options.some(({ value }) => value === given);
		return offered ? null : "Choose one of the options.";
	}
	if (field.kind === "numeric" && !/^\d+$/.test(given)) return "Use digits only.";
	if (given.length < field.minLength) return `Use at least ${field.minLength} characters.`;
	return given.length > field.maxLength ? `Use at most ${field.maxLength} characters.` : null;
}

type Details = NonNullable<CheckoutSession["customer_details"]>;

/** What a completed session says of its buyer, besides e-mail and name. */
export interface Collected {
	address: Details["address"];
	phone: string | null;
	businessName: string | null;
	individualName: string | null;
	taxId: { type: string; value: string } | null;
	shipping: NonNullable<CheckoutSession["collected_information"]>["shipping_details"];
	consent: CheckoutSession["consent"];
	/** Values of the custom fields by key. */
	custom: Record<string, string>;
}

/** The answers to what was asked; whatever else came along is left out. */
export function toCollected(asked: readonly AskedField[], answers: Answers): Collected {
	const names = new Set(asked.map(({ name }) => name));
	const answer = (name: string) => (names.has(name) && answers[name] ? answers[name] : null);
	const taxId = answer("tax_id_value");
	const shipped = addressOf("shipping", answer);
	return {
		address: addressOf("billing", answer),
		phone: answer("phone"),
		businessName: answer("business_name"),
		individualName: answer("individual_name"),
		taxId: taxId === null ? null : { type: answer("tax_id_type") ?? "eu_vat", value: taxId },
		shipping: shipped && { address: shipped, name: answer("shipping_name") ?? "" },
		consent: consentOf(names, answer),
		custom: Object.fromEntries(
			asked.flatMap(({ group, name }) => {
				const value = answer(name);
				return group === "custom" && value !== null ? [[name.slice("custom_".length), value]] : [];
			}),
		),
	};
}

type Answer = (name: string) => string | null;

function addressOf(group: "billing" | "shipping", answer: Answer): Details["address"] {
	if (answer(`${group}_line1`) === null) return null;
	return {
		city: answer(`${group}_city`),
		country: answer(`${group}_country`)?.toUpperCase() ?? null,
		line1: answer(`${group}_line1`),
		line2: answer(`${group}_line2`),
		postal_code: answer(`${group}_postal_code`),
		state: answer(`${group}_state`),
	};
}

function consentOf(names: ReadonlySet<string>, answer: Answer): CheckoutSession["consent"] {
	const terms = names.has("consent_terms");
	const promotions = names.has("consent_promotions");
	if (!terms && !promotions) return null;
	return {
		promotions: promotions ? (answer("consent_promotions") === "yes" ? "opt_in" : "opt_out") : null,
		terms_of_service: terms ? "accepted" : null,
	};
}
