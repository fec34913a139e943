// The ids requests are known by: `req_` and fourteen letters, in the order they came.
import { createIdSource } from "../state/ids.ts";

export interface RequestIds {
	next(): string;
}

/** `salt` differs per start, so that ids of two runs over the same data do not meet. */
export function createRequestIds(seed: string, salt: string): RequestIds {
	const source = createIdSource(`${seed}/${salt}`, 0);
	return { next: () => source.newId("req", 14) };
}
