// Reads one line a program wrote: how serious it is, and its words.

export interface LogLine {
	text: string;
	isWarning: boolean;
}

const warnLevel = 40;

/**
 * A JSON line of the logger counts from level 40 (warn) up and is shown as its message. Any other
 * line is kept for the log file, and for the case that the program ends.
 */
export function readLogLine(raw: string): LogLine {
	const entry = parsed(raw);
	if (!entry) return { text: raw, isWarning: false };
	const { level, msg, err, error } = entry;
	const cause = isRecord(err) ? err.message : error;
	const reason = typeof cause === "string" ? cause : null;
	const words = typeof msg === "string" && msg !== "" ? msg : (reason ?? raw);
	return {
		text: reason && !words.includes(reason) ? `${words}: ${reason}` : words,
		isWarning: typeof level === "number" && level >= warnLevel,
	};
}

function parsed(raw: string): Record<string, unknown> | null {
	if (!raw.startsWith("{")) return null;
	try {
		const value: unknown = JSON.parse(raw);
		return isRecord(value) ? value : null;
	} catch {
		return null;
	}
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null;
}
