// What a customer pays with when nothing nearer names a method.

import type { Customer } from "../core/objects.ts";

/** His default payment method, else his default source; null for neither. Documented order. */
export function defaultMethodOf({ default_source, invoice_settings }: Customer): string | null {
	return invoice_settings.default_payment_method ?? default_source;
}
