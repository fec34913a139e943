// Postal addresses and shipping details, as customers and payment methods carry them.
import { hash, required, text, type Values } from "./params.ts";

const addressShape = {
	city: text(),
	country: text(2),
	line1: text(),
	line2: text(),
	postal_code: text(),
	state: text(),
};

export const address = () => hash(addressShape);
export const shipping = () =>
	hash({ name: required(text()), phone: text(), address: required(address()) });

/** Every field present, null where nothing was given. */
export function toAddress(given: Values<typeof addressShape>) {
	return {
		city: given.city ?? null,
		country: given.country ?? null,
		line1: given.line1 ?? null,
		line2: given.line2 ?? null,
		postal_code: given.postal_code ?? null,
		state: given.state ?? null,
	};
}
