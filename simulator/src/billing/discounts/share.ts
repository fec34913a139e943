// Splitting an amount so that nothing is lost.

/**
 * `total` divided in proportion to the weights: whole minor units that add up to `total`, none larger
 * than its weight as long as `total` is at most their sum. Each share is the growth of the running total
 * rounded down, so 500 over 1000 and 2000 is 166 and 334, as in Stripe's documented example.
 */
export function share(total: number, weights: readonly number[]): number[] {
	const sum = weights.reduce((all, weight) => all + weight, 0);
	if (sum === 0) return weights.map(() => 0);
	let running = 0;
	let given = 0;
	return weights.map((weight) => {
		running += weight;
		// The product of two amounts may exceed what a double holds exactly.
		const upTo = Number((BigInt(total) * BigInt(running)) / BigInt(sum));
		const part = upTo - given;
		given = upTo;
		return part;
	});
}
