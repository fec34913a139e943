// A user, as far as billing is concerned.

/** `billingVersion` rises with every change that a page about the user's billing would show. */
export interface User {
	id: string;
	email: string | null;
	name: string;
	stripeCustomerId: string | null;
	subscriptionStatus: string | null;
	subscriptionTier: string | null;
	billingVersion: number;
}
