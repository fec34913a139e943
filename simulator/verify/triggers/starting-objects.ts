// What a recorded story takes for granted: the catalog it sells and objects made before it begins.
import { isRecord } from "../../test/support/schema-check.ts";
import { encodeForm, type Questioned } from "../open-simulator.ts";
import type { Interaction } from "../recorded/cassettes.ts";
import type { IdMap } from "../recorded/compare.ts";

/** The recordings' own product; "user" is what the lines of its invoices count. */
const product = "prod_EYTX7RYhRjcwKD";
const shirt = "prod_IxQQWtyij0rvGp";
const monthly = { interval: "month" };

/** When the catalog begins: before its oldest price. */
export const catalogStart = 1_571_425_000;

/** In order of their instants, as the recorded objects tell them; ids are learnt. */
const catalog: readonly { at: number; path: string; id: string; params: object }[] = [
	{
		at: catalogStart,
		path: "/v1/products",
		id: product,
		params: { id: product, name: "Test Subscription", unit_label: "user" },
	},
	{ at: catalogStart, path: "/v1/products", id: shirt, params: { id: shirt, name: "T-Shirt" } },
	{
		at: 1_571_425_570,
		path: "/v1/prices",
		id: "small-monthly",
		params: { ...priceOf(2500, "exclusive"), nickname: "Small Monthly" },
	},
	{
		at: 1_583_852_982,
		path: "/v1/prices",
		id: "default",
		params: { ...priceOf(1000, "exclusive"), nickname: "Default" },
	},
	{
		at: 1_616_000_000,
		path: "/v1/prices",
		id: "price_1ILVZaKXBGcbgpbZQ26kgXWG",
		params: { product: shirt, currency: "usd", unit_amount: 1500 },
	},
	{
		at: 1_628_695_568,
		path: "/v1/prices",
		id: "price_1JNJJkKXBGcbgpbZuOiH3XJK",
		params: priceOf(1900, "unspecified"),
	},
	{
		at: 1_744_820_241,
		path: "/v1/coupons",
		id: "10OFF",
		params: { id: "10OFF", percent_off: 10, duration: "forever", name: "10% Off" },
	},
];

function priceOf(amount: number, taxBehavior: string): object {
	return {
		product,
		currency: "usd",
		unit_amount: amount,
		recurring: monthly,
		tax_behavior: taxBehavior,
	};
}

/** Puts the catalog of the recordings' account in place. */
export async function stockCatalog(simulator: Questioned, ids: IdMap): Promise<void> {
	for (const { at, path, id, params } of catalog) {
		simulator.setNow(at);
		const { json } = await simulator.call("POST", path, encodeForm(params));
		ids.set(id, String(json.id));
	}
}

/** Makes what the request names although nothing before it in the cassette made it. */
export async function makeStartingObjects(
	simulator: Questioned,
	interaction: Interaction,
	ids: IdMap,
): Promise<void> {
	const { json } = interaction;
	if (interaction.status !== 200) return;
	const born = typeof json.created === "number" ? json.created : interaction.at;
	simulator.setNow(born);
	const customer = String(json.object === "customer" ? json.id : json.customer);
	if (isUnknown(interaction, customer, ids)) await makeCustomer(simulator, interaction, ids);
	const method = /pm_1[A-Za-z0-9]{20,}/.exec(interaction.form)?.[0] ?? "";
	if (isUnknown(interaction, method, ids)) {
		const form = `customer=${ids.get(customer)}`;
		const attached = await simulator.call("POST", "/v1/payment_methods/pm_card_visa/attach", form);
		ids.set(method, String(attached.json.id));
	}
	if (json.object === "invoice" && isUnknown(interaction, String(json.id), ids)) {
		await makeInvoice(simulator, json, ids);
	}
}

function isUnknown({ path, form }: Interaction, id: string, ids: IdMap): boolean {
	return id !== "" && !ids.has(id) && `${path} ${form}`.includes(id);
}

async function makeCustomer(
	simulator: Questioned,
	{ json }: Interaction,
	ids: IdMap,
): Promise<void> {
	const form = encodeForm({ email: json.email, name: json.name });
	const { json: customer } = await simulator.call("POST", "/v1/customers", form);
	ids.set(String(json.id), String(customer.id));
}

/** A draft with the recorded invoice's one line, as the story must have made it. */
async function makeInvoice(
	simulator: Questioned,
	recorded: Record<string, unknown>,
	ids: IdMap,
): Promise<void> {
	const customer = ids.get(String(recorded.customer));
	const lines = isRecord(recorded.lines) ? recorded.lines.data : [];
	const line: unknown = Array.isArray(lines) ? lines[0] : {};
	if (!isRecord(line)) return;
	const item = { amount: line.amount, currency: line.currency, description: line.description };
	await simulator.call("POST", "/v1/invoiceitems", encodeForm({ customer, ...item }));
	const form = encodeForm({ customer, pending_invoice_items_behavior: "include" });
	const { json: invoice } = await simulator.call("POST", "/v1/invoices", form);
	ids.set(String(recorded.id), String(invoice.id));
}
