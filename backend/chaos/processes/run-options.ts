// What a run is told.

export interface RunOptions {
	seed: string;
	users: number;
	/** Simulated months. */
	months: number;
	/** Where logs and the simulator's state go. */
	directory: string;
	/** Seconds after healing at which users are compared; the last one ends the run. */
	checkAt: readonly number[];
	/** Ends as soon as nothing differs, for tests. */
	untilEqual: boolean;
	freezes: boolean;
	/** All waits between faults are so many times longer: 1 is the protocol, more is for slow machines. */
	pace: number;
	/** How many people act at once. */
	crowd: number;
	say: (line: string) => void;
}
