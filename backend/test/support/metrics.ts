// Reading one figure out of Prometheus's text.

/** The value of the series with at least these labels; undefined when there is none. */
export function figureOf(
	text: string,
	name: string,
	labels: Record<string, string> = {},
): number | undefined {
	const line = text.split("\n").find((candidate) => {
		const [series = ""] = candidate.split(" ");
		const named = series === name || series.startsWith(`${name}{`);
		return (
			named && Object.entries(labels).every(([key, value]) => series.includes(`${key}="${value}"`))
		);
	});
	return line === undefined ? undefined : Number(line.split(" ").at(-1));
}
