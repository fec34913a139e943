// One reported use, as the meter keeps it.

/** `timestamp` is when it was used, `createdAt` when it was reported; unix seconds both. */
export interface MeterEventRecord {
	id: string;
	meter: string;
	identifier: string;
	/** The id the payload named; empty when the meter found none. */
	customer: string;
	value: number;
	timestamp: number;
	createdAt: number;
}
