// What a payment link asks its visitors besides the payment.
import { collectParams } from "../checkout/collected/collect-params.ts";
import { clearable, type Values } from "../core/params/params.ts";

/** All that Checkout can ask, but for the customer's update: a link knows no customer. */
const { customer_update: _nobody, ...asking } = collectParams;

export { asking as askingParams };

/** Unset, the field stays on the link and asks for no name, so that the event can tell what changed. */
const names: typeof asking.name_collection = {
	read: (raw, path) =>
		raw === ""
			? { business: undefined, individual: undefined }
			: asking.name_collection.read(raw, path),
};

/** The same when the link is changed, where some of it can be unset. */
export const reaskingParams = {
	...asking,
	name_collection: names,
	shipping_address_collection: clearable(asking.shipping_address_collection),
};

/** What the link asks, as its sessions are told. */
export type Asked = Partial<Values<typeof asking>>;

const askedNames = [
	"billing_address_collection",
	"consent_collection",
	"custom_fields",
	"custom_text",
	"name_collection",
	"phone_number_collection",
	"shipping_address_collection",
	"tax_id_collection",
] as const satisfies readonly (keyof typeof asking)[];

/** What is asked from now on: what was sent takes the place of what stood there, null unsets it. */
export function askedAfter(
	before: Asked,
	sent: { [Name in keyof Asked]: Asked[Name] | null },
): Asked {
	const told = askedNames.filter((name) => sent[name] !== undefined);
	return { ...before, ...Object.fromEntries(told.map((name) => [name, sent[name] ?? undefined])) };
}
