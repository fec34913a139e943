// The rule of every update: what was not sent stays.

/** The sent value, or what stood before when nothing was sent. Null is a value: it unsets. */
export function kept<T>(sent: T | undefined, before: T): T {
	return sent === undefined ? before : sent;
}
