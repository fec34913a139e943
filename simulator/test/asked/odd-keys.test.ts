import { expect, it } from "vitest";
import { aCard, aVisitor, pathOf } from "../pages/a-visitor.ts";

it("leaves a custom field empty that nobody filled in, whatever its key", async () => {
	const { stripe, prices, submit } = await aVisitor();
	const label = { type: "custom", custom: "Anything" } as const;
	const session = await stripe.checkout.sessions.create({
		mode: "subscription",
		line_items: [{ price: prices["founder month"], quantity: 1 }],
		success_url: "http://shop.test/done",
		custom_fields: [
			{ key: "constructor", label, type: "text", optional: true },
			{ key: "toString", label, type: "text", optional: true },
		],
	});
	await submit(pathOf(session.url), { ...aCard(), custom_toString: "said" });
	const paid = await stripe.checkout.sessions.retrieve(session.id);
	expect(paid.status).toBe("complete");
	expect(paid.custom_fields.map(({ text }) => text?.value)).toEqual([null, "said"]);
});
