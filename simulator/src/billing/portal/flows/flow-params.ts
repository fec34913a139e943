// What may be said of the one task a portal session leads to.

import {
	hash,
	integer,
	list,
	oneOf,
	required,
	text,
	type Values,
} from "../../core/params/params.ts";
import { webUrl } from "../../core/params/web-url.ts";

const about = () => hash({ subscription: required(text()) });

export const flowData = hash({
	type: required(
		oneOf(
			"customer_update",
			"payment_method_update",
			"subscription_cancel",
			"subscription_pause",
			"subscription_update",
			"subscription_update_confirm",
		),
	),
	after_completion: hash({
		type: required(oneOf("hosted_confirmation", "portal_homepage", "redirect")),
		redirect: hash({ return_url: required(webUrl()) }),
		hosted_confirmation: hash({ custom_message: text(500) }),
	}),
	subscription_cancel: hash({
		retention: hash({
			coupon_offer: required(hash({ coupon: required(text()) })),
			type: required(oneOf("coupon_offer")),
		}),
		subscription: required(text()),
	}),
	subscription_pause: about(),
	subscription_update: about(),
	subscription_update_confirm: hash({
		discounts: list(hash({ coupon: text(), promotion_code: text() }), 1),
		items: required(list(hash({ id: required(text()), price: text(), quantity: integer(0) }), 1)),
		subscription: required(text()),
	}),
});
export type FlowData = NonNullable<Values<{ flow: typeof flowData }>["flow"]>;
