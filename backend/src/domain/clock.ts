// The clock that is passed down: nothing below main reads the machine's own.

/**
 * `now` is billing time: with the simulator it follows the simulator's clock, else it is wall time.
 * `wallNow` is always the machine's: signatures carry it. `monotonicMs` measures durations.
 */
export interface Clock {
	now(): Date;
	wallNow(): Date;
	monotonicMs(): number;
}
