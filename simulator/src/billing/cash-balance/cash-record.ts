// What is remembered of the cash a customer has sent ahead.

/** What is remembered of a customer's cash; `id` is his. Minor units by currency. */
export interface CashRecord {
	id: string;
	available: Record<string, number>;
	/** Null while the account's own choice, automatic, holds. */
	mode: "automatic" | "manual" | null;
}
