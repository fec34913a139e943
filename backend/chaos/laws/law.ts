// A law: something that holds for every input, and how to try it on many.
import fc from "fast-check";

export interface Law {
	/** A sentence. */
	name: string;
	/** Throws with the smallest counterexample found, its seed and its path. */
	check(runs: number): Promise<void>;
}

type Property<T> = fc.IProperty<T> | fc.IAsyncProperty<T>;

/** `share`: of the runs asked for, for a law whose single run is much work. */
export function aLaw<T>(name: string, property: Property<T>, share = 1): Law {
	return {
		name,
		check: async (runs) => {
			await fc.assert(property, { numRuns: Math.max(1, Math.ceil(runs * share)) });
		},
	};
}
