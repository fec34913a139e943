// Names the pages of Stripe that a button here can lead to, and how a form carries that choice.

export type HostedPageTarget =
	| Readonly<{ page: "checkout"; priceId: string }>
	| Readonly<{ page: "portal"; returnPath: string }>;

/** The proxy route and JSON body that open the page. */
export function requestFor(target: HostedPageTarget) {
	return target.page === "checkout"
		? {
				path: "/api/proxy/stripe/create-checkout-session",
				body: { price_id: target.priceId },
			}
		: {
				path: "/api/proxy/stripe/create-portal-session",
				body: { return_path: target.returnPath },
			};
}

/** The hidden fields of the form, for browsers without scripts. */
export function fieldsFor(target: HostedPageTarget): Readonly<Record<string, string>> {
	return target.page === "checkout"
		? { page: "checkout", price_id: target.priceId }
		: { page: "portal", return_path: target.returnPath };
}

/** The choice back out of a posted form; null when it is not one of ours. */
export function targetIn(form: FormData): HostedPageTarget | null {
	const field = (name: string) => {
		const value = form.get(name);
		return typeof value === "string" ? value : "";
	};
	if (field("page") === "checkout" && field("price_id")) {
		return { page: "checkout", priceId: field("price_id") };
	}
	return field("page") === "portal"
		? { page: "portal", returnPath: field("return_path") || "/dashboard" }
		: null;
}
