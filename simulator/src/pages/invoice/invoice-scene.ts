// What an invoice page needs to know of one visit.
import type { FormState } from "../card/card-fields.ts";
import type { InvoiceView } from "./invoice-billing.ts";

export interface InvoiceScene {
	view: InvoiceView;
	form: FormState;
	/** Why the last attempt to pay did not work, where no field is to blame. */
	problem: string | null;
	/** The simulated now, unix seconds. */
	now: number;
}
