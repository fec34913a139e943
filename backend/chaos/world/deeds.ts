// What a person does at Stripe, carried out there.
import type { Deed } from "./life.ts";
import type { StripeSide, StripeSubscription } from "./stripe-side.ts";

/** Changes what the customer has at Stripe; nothing happens where there is nothing to change. */
export async function carryOut(
	stripe: StripeSide,
	deed: Exclude<Deed, { kind: "subscribe" }>,
	who: { customerId: string; priceOf: (tier: string) => string },
): Promise<void> {
	const { customerId } = who;
	if (deed.kind === "delete-customer") return stripe.remove(`/v1/customers/${customerId}`);
	if (deed.kind === "card") return changeCard(stripe, customerId, deed.card);
	if (deed.kind === "subscribe-by-dashboard") return subscribe(stripe, who, deed.tier);
	const all = await stripe.list<StripeSubscription>("/v1/subscriptions", { customer: customerId });
	const [current] = all;
	if (!current) return;
	const path = `/v1/subscriptions/${current.id}`;
	const item = current.items.data[0];
	switch (deed.kind) {
		case "cancel-now":
			return stripe.remove(path);
		case "cancel-at-end":
			await stripe.post(path, { cancel_at_period_end: String(deed.on) });
			return;
		case "pause-collection":
			await stripe.post(
				path,
				deed.on ? { "pause_collection[behavior]": "keep_as_draft" } : { pause_collection: "" },
			);
			return;
		case "seats":
			if (item) await stripe.post(path, itemForm(item.id, { quantity: String(deed.quantity) }));
			return;
		case "switch":
			if (item) await stripe.post(path, itemForm(item.id, { price: who.priceOf(deed.tier) }));
			return;
	}
}

function itemForm(id: string, fields: Record<string, string>) {
	const named = Object.entries(fields).map(([name, value]) => [`items[0][${name}]`, value]);
	return { "items[0][id]": id, ...Object.fromEntries(named) };
}

async function changeCard(stripe: StripeSide, customer: string, card: string): Promise<void> {
	const attached = await stripe.post<{ id: string }>(`/v1/payment_methods/${card}/attach`, {
		customer,
	});
	if (!attached) return;
	await stripe.post(`/v1/customers/${customer}`, {
		"invoice_settings[default_payment_method]": attached.id,
	});
	const all = await stripe.list<StripeSubscription>("/v1/subscriptions", { customer });
	for (const { id } of all)
		await stripe.post(`/v1/subscriptions/${id}`, { default_payment_method: attached.id });
}

async function subscribe(
	stripe: StripeSide,
	who: { customerId: string; priceOf: (tier: string) => string },
	tier: string,
): Promise<void> {
	await stripe.post("/v1/subscriptions", {
		customer: who.customerId,
		"items[0][price]": who.priceOf(tier),
	});
}
