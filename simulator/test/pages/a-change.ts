// A subscriber about to change his tier, and the forms he sends.
import { aVisitor, inputOf } from "./a-visitor.ts";

/** A subscriber ten days into the month, in front of the choice. */
export async function tenDaysIn(options: Parameters<typeof aVisitor>[0] = {}) {
	const shop = await aVisitor(options);
	const who = await shop.subscriber();
	shop.pass(10 * 86_400);
	const home = await shop.portal(who.customer);
	const path = `${home}/subscriptions/${who.subscription}/update`;
	await shop.newEvents();
	return { shop, who, home, path };
}

/** The choice, as its form sends it. */
export const query = (price: string, quantity = 1) =>
	new URLSearchParams({ price, quantity: String(quantity) }).toString();

/** The form of the confirmation page, as it would be sent. */
export function filled(html: string): Record<string, string> {
	return {
		price: inputOf(html, "price"),
		quantity: inputOf(html, "quantity"),
		as_of: inputOf(html, "as_of"),
	};
}
