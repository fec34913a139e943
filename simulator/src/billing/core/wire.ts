// Stripe's objects as they stand on the wire, derived from the SDK's own types.
import type Stripe from "stripe";

/**
 * An SDK type as JSON carries it, unexpanded. Three things differ from what the SDK declares:
 * `Decimal` is a class in the SDK but a string on the wire; an expandable field (`string | Customer`)
 * holds the id until somebody asks for more; and the `deleted?: void` marker of the SDK never appears.
 */
export type Wire<T> = T extends Stripe.Decimal
	? string
	: T extends string | number | boolean | null | undefined
		? T
		: T extends readonly (infer Element)[]
			? Field<Element>[]
			: T extends object
				? { [Key in keyof T as Key extends "deleted" ? never : Key]: Field<T[Key]> }
				: T;

/** Keeps the id of an expandable field and drops the objects it may be expanded to. */
type Field<T> = string extends T ? Wire<Exclude<T, { object: string }>> : Wire<T>;
