// Names the kinds of tax ids.

/** "EU VAT" from `eu_vat`, "US EIN" from `us_ein`. */
export function taxIdWords(type: string): string {
	return type.replaceAll("_", " ").toUpperCase();
}
