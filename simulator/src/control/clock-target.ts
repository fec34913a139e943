// What a request to move the clock asks for.
import { addMonths } from "../billing/core/time/calendar.ts";

const secondsOf: Readonly<Record<string, number>> = {
	s: 1,
	m: 60,
	h: 3600,
	d: 86_400,
	w: 604_800,
};
const furthest = 20 * 366 * 86_400;

/**
 * The instant meant by `{advance: "7d"}` (s, m, h, d, w, mo, y) or `{to: <unix seconds>}`; or a sentence
 * on what is wrong. The clock never goes back.
 */
export function readTarget(body: unknown, now: number): { to: number } | { problem: string } {
	if (!isObject(body)) return { problem: 'Send {"advance": "7d"} or {"to": <unix seconds>}.' };
	const to = body.to === undefined ? afterDuration(body.advance, now) : body.to;
	if (typeof to !== "number" || !Number.isSafeInteger(to)) {
		return { problem: "`advance` is a number with s, m, h, d, w, mo or y; `to` is unix seconds." };
	}
	if (to < now) return { problem: `The clock only moves forward; it stands at ${now}.` };
	if (to > now + furthest) return { problem: "The clock moves at most twenty years at a time." };
	return { to };
}

function afterDuration(advance: unknown, now: number): number | undefined {
	const match = /^(\d{1,9})(s|m|h|d|w|mo|y)$/.exec(typeof advance === "string" ? advance : "");
	const [, count, unit] = match ?? [];
	if (count === undefined || unit === undefined) return undefined;
	if (unit === "mo") return addMonths(now, Number(count));
	if (unit === "y") return addMonths(now, 12 * Number(count));
	return now + Number(count) * (secondsOf[unit] ?? 0);
}

export function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
