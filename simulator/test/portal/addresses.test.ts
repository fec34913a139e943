import { expect, it } from "vitest";
import { opened } from "./opened.ts";

it("sends nobody to an address that is not of the web", async () => {
	const { shop, who } = await opened({});
	const { billingPortal } = shop.stripe;
	const bad = "javascript:alert(1)";
	const return_url = "http://shop.test/";
	const refused = (param: string) => ({ code: "url_invalid", param });
	await expect(
		billingPortal.sessions.create({ customer: who.customer, return_url: bad }),
	).rejects.toMatchObject(refused("return_url"));
	await expect(
		billingPortal.sessions.create({
			customer: who.customer,
			return_url,
			flow_data: {
				type: "payment_method_update",
				after_completion: { type: "redirect", redirect: { return_url: bad } },
			},
		}),
	).rejects.toMatchObject(refused("flow_data[after_completion][redirect][return_url]"));
	const features = { invoice_history: { enabled: true } };
	await expect(
		billingPortal.configurations.create({
			features,
			business_profile: { privacy_policy_url: bad },
		}),
	).rejects.toMatchObject(refused("business_profile[privacy_policy_url]"));
	await expect(
		billingPortal.configurations.create({ features, default_return_url: "shop.test/account" }),
	).rejects.toMatchObject(refused("default_return_url"));
});
