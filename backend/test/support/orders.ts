// Every order of a few items.

export function ordersOf<T>(items: readonly T[]): T[][] {
	if (items.length <= 1) return [[...items]];
	return items.flatMap((first, at) =>
		ordersOf(items.filter((_, other) => other !== at)).map((rest) => [first, ...rest]),
	);
}
