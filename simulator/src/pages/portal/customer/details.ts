// Name, e-mail and address: as they stand, and the form that changes them.
import { type Html, html } from "../../frame/html.ts";
import { type BillingDetails, detailNames } from "../portal-billing.ts";
import {
	pathIn,
	portalFrame,
	problemNote,
	type Scene,
	taskHead,
	wayBack,
} from "../portal-scene.ts";

/** What is known, in the portal's home. */
export function portalDetails(scene: Scene): Html {
	const { details } = scene.view;
	const place = [details.postal_code, details.city].filter((part) => part !== "").join(" ");
	const lines = [details.line1, details.line2, place, details.state, details.country];
	const known: [string, string[]][] = [
		["Name", [details.name]],
		["Email", [details.email]],
		["Phone", [details.phone]],
		["Address", lines],
		["Shipping", shippingLines(details)],
	];
	const rows = known
		.map(([label, parts]) => ({ label, parts: parts.filter((part) => part !== "") }))
		.filter(({ parts }) => parts.length > 0);
	return html`<section aria-labelledby="details-title">
<h2 id="details-title">Billing information</h2>
<div class="panel">
${rows.length === 0 ? html`<p class="quiet">Nothing on file yet</p>` : html`<dl class="known">${rows.map(({ label, parts }) => html`<div><dt>${label}</dt><dd>${parts.map((part) => html`<span>${part}</span>`)}</dd></div>`)}</dl>`}
<p><a class="plain" href="${pathIn(scene, "details")}">Update information</a></p>
</div>
</section>`;
}

function shippingLines(details: BillingDetails): string[] {
	const { shipping_name: name, shipping_line1: line1, shipping_line2: line2 } = details;
	const place = [details.shipping_postal_code, details.shipping_city];
	return [
		name,
		line1,
		line2,
		place.filter((part) => part !== "").join(" "),
		details.shipping_state,
		details.shipping_country,
	];
}

interface DetailField {
	name: keyof BillingDetails;
	label: string;
	autocomplete: string;
	maxlength?: number;
}

/** Each with the group of the portal's configuration that allows it. */
const fields: Record<string, readonly DetailField[]> = {
	name: [{ name: "name", label: "Name", autocomplete: "name" }],
	email: [{ name: "email", label: "Email", autocomplete: "email" }],
	phone: [{ name: "phone", label: "Phone", autocomplete: "tel", maxlength: 20 }],
	address: [
		{ name: "line1", label: "Address line 1", autocomplete: "address-line1" },
		{ name: "line2", label: "Address line 2", autocomplete: "address-line2" },
		{ name: "postal_code", label: "Postal code", autocomplete: "postal-code", maxlength: 20 },
		{ name: "city", label: "City", autocomplete: "address-level2" },
		{ name: "state", label: "State or province", autocomplete: "address-level1" },
		{ name: "country", label: "Country code", autocomplete: "country", maxlength: 2 },
	],
	shipping: [
		{ name: "shipping_name", label: "Shipping name", autocomplete: "shipping name" },
		...shippingField("line1", "Shipping address line 1", "address-line1"),
		...shippingField("line2", "Shipping address line 2", "address-line2"),
		...shippingField("postal_code", "Shipping postal code", "postal-code"),
		...shippingField("city", "Shipping city", "address-level2"),
		...shippingField("state", "Shipping state or province", "address-level1"),
		...shippingField("country", "Shipping country code", "country"),
	],
};

type AddressPart = "line1" | "line2" | "postal_code" | "city" | "state" | "country";

function shippingField(part: AddressPart, label: string, autocomplete: string): DetailField[] {
	const maxlength = part === "country" ? 2 : 200;
	const name = `shipping_${part}` as const;
	return [{ name, label, autocomplete: `shipping ${autocomplete}`, maxlength }];
}

/** The form, with what was typed. */
export function portalDetailsPage(scene: Scene, typed: BillingDetails): Html {
	const shown = scene.view.may.details.flatMap((group) => fields[group] ?? []);
	return portalFrame(scene, {
		title: "Billing information",
		content: html`${taskHead(scene, "Billing information")}
${problemNote(scene.problem)}
<form method="post" action="${pathIn(scene, "details")}" class="panel fields" novalidate>
${shown.map(
	({ name, label, autocomplete, maxlength }) =>
		html`<p class="field ${name.replace("shipping_", "")}"><label for="${name}">${label}</label><input id="${name}" name="${name}" type="${name === "email" ? "email" : "text"}" value="${typed[name]}" autocomplete="${autocomplete}" maxlength="${maxlength ?? 200}"></p>`,
)}
<p class="actions"><button class="pay" type="submit">Save</button> <a class="plain" href="${wayBack(scene)}">Go back</a></p>
</form>`,
	});
}

/** What was typed: trimmed, and for what may not be changed here what stood before. */
export function readDetails(body: URLSearchParams, before: BillingDetails): BillingDetails {
	const entries = detailNames.map((name) => {
		const value = body.get(name)?.trim() ?? before[name];
		return [name, name.endsWith("country") ? value.toUpperCase() : value];
	});
	// fromEntries forgets the keys; they are all of `detailNames`.
	return Object.fromEntries(entries) as BillingDetails;
}
