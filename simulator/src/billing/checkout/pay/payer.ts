// Who pays a checkout session.
import type { PaymentMethod } from "../../core/objects.ts";

/** Who pays and with what; no `method` where the session needs none. */
export interface Payer {
	method: PaymentMethod | undefined;
	email: string | null;
	name: string | null;
}
