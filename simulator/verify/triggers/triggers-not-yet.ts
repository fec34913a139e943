// Which request sequences cannot pass yet, and why; a test keeps this list from outliving its reasons.

/** Reason to the files it holds back, by pattern. A file that passes may not be listed. */
const reasons: Readonly<Record<string, readonly RegExp[]>> = {
	"the file cancels by request, and the documented event of that is subscription_schedule.canceled":
		[/^subscription_schedule\.aborted$/],
	"the file stops nine days before the end, and the documented notice is seven days": [
		/^subscription_schedule\.expiring$/,
	],
};

/** Why this file cannot pass; null when it must. */
export function notYet(trigger: string): string | null {
	const found = Object.entries(reasons).find(([, patterns]) =>
		patterns.some((pattern) => pattern.test(trigger)),
	);
	return found?.[0] ?? null;
}

/** Patterns that name no file any more. */
export function emptyPatterns(triggers: readonly string[]): string[] {
	return Object.values(reasons)
		.flat()
		.filter((pattern) => !triggers.some((name) => pattern.test(name)))
		.map(String);
}
