// Is this failure one of the moment, so that the same work may well succeed later?

// Connection, rollback of a conflict, resources, locks, operator: PostgreSQL, error codes appendix.
const passingClasses = new Set(["08", "40", "53", "55", "57"]);
const readOnly = "25006";
const networkCodes = /^(ECONN|EPIPE|ETIMEDOUT|EAI_AGAIN|ENOTFOUND|EHOSTUNREACH)/;
// What the driver says itself, without a code.
const driverWords = /connection terminated|timeout exceeded|connection error|not queryable/i;

/** True for a database out of reach, overloaded or in conflict: not the fault of what was written. */
export function isPassingError(thrown: unknown): boolean {
	if (!(thrown instanceof Error)) return false;
	const code = "code" in thrown && typeof thrown.code === "string" ? thrown.code : "";
	if (code === readOnly || networkCodes.test(code)) return true;
	if (/^\w{5}$/.test(code) && passingClasses.has(code.slice(0, 2))) return true;
	return driverWords.test(thrown.message) || isPassingError(thrown.cause);
}
