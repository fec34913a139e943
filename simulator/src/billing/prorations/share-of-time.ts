// The price of a part of a period.

/** `amount` for `part` seconds of `whole`, rounded half up to whole minor units. Nothing is negative. */
export function shareOfTime(amount: number, part: number, whole: number): number {
	if (whole <= 0) return 0;
	// Amount times seconds may exceed what a double holds exactly.
	const doubled = 2n * BigInt(amount) * BigInt(part) + BigInt(whole);
	return Number(doubled / (2n * BigInt(whole)));
}
