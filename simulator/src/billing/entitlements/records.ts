// Who may use what: the links Stripe's own objects do not show.

/** A feature attached to a product. `feature` is an id. */
export interface ProductFeatureRecord {
	id: string;
	product: string;
	feature: string;
}

/** A feature a customer is entitled to now. `feature` is an id. */
export interface EntitlementRecord {
	id: string;
	customer: string;
	feature: string;
}
