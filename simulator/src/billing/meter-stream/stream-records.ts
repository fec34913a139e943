// What is remembered of the stream of meter events besides the events themselves.

/** The right to send for a quarter of an hour; `id` is the token that proves it. Unix seconds. */
export interface MeterSessionRecord {
	id: string;
	expiresAt: number;
}

export interface MeterError {
	code: string;
	message: string;
	identifier: string;
}

/** What a meter refused since `startedAt`; `id` is the meter's, or `none` for names no meter has. */
export interface MeterErrorRecord {
	id: string;
	startedAt: number;
	errors: MeterError[];
}
