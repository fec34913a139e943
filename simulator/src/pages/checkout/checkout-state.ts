// What a Checkout page shows again after an attempt.
import type { FormState } from "../card/card-fields.ts";
import type { AskedState } from "./asked-fields.ts";
import type { OrderProblem } from "./checkout-summary.ts";

/** What was typed into the form, or what was wrong with a code or a quantity. */
export interface CheckoutState extends FormState {
	order?: OrderProblem;
	asked?: AskedState;
}
