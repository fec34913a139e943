// How the billing core reads the world and says what is to change in it.
import type { CollectionName, Collections } from "./collections.ts";
import type { Timer } from "./time/timers.ts";

/** Narrows a listing: one group (`customer:cus_1`), and only what is older than the record `before`. */
export interface ListScope {
	group?: string;
	before?: string;
}

/** A view of everything remembered. Reading by id is O(1) at any size. */
export interface State {
	get<Name extends CollectionName>(name: Name, id: string): Collections[Name] | undefined;
	has(name: CollectionName, id: string): boolean;
	/** Newest first. */
	list<Name extends CollectionName>(name: Name, scope?: ListScope): Iterable<Collections[Name]>;
	/** All of a collection in order of creation, for what is forgotten by age. */
	oldestFirst<Name extends CollectionName>(name: Name): Iterable<Collections[Name]>;
	/** The timer of this clock that is due first, whether or not its instant has come. */
	nextTimer(clock: string | null): Timer | undefined;
}

/** One record put or removed. A list of these, applied in order, is a whole transition. */
export type Change = {
	[Name in CollectionName]:
		| { name: Name; id: string; record: Collections[Name] }
		| { name: Name; id: string; record: null };
}[CollectionName];
