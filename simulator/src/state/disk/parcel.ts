// Packed records on their way into a file and back, with all a table must know of each.
import type { Block, PackedRecords } from "../memory/packed-records.ts";

export type GroupsOf<Item> = ((record: Item) => string[]) | undefined;

/** Text only. Taking one in looks into none of its records. */
export interface Parcel {
	ids: string[];
	/** The groups of each record. */
	groups: (readonly string[])[];
	/** As base64. */
	packed: string;
	/** How many bytes it unpacks to. */
	length: number;
	/** As base64: what all parcels of a table are packed with. The first of them in a file must bring it. */
	dictionary?: string;
}

export function toParcel<Item extends { id: string }>(
	records: readonly Item[],
	packed: PackedRecords<Item>,
	groupsOf: GroupsOf<Item>,
): Parcel {
	const { bytes, length } = packed.pack(records);
	return {
		ids: records.map(({ id }) => id),
		groups: groupsOf === undefined ? [] : records.map((record) => groupNames(record, groupsOf)),
		packed: Buffer.from(bytes).toString("base64"),
		length,
	};
}

/** The block that was made into this parcel. */
export function blockOf(parcel: Parcel, packed: PackedRecords<{ id: string }>): Block {
	if (parcel.dictionary !== undefined) packed.learn(Buffer.from(parcel.dictionary, "base64"));
	return { bytes: new Uint8Array(Buffer.from(parcel.packed, "base64")), length: parcel.length };
}

/** The groups a record is in. Nobody asks for what belongs to nothing, and that group would hold nearly all. */
export function groupNames<Item>(
	record: Item | undefined,
	groupsOf: (record: Item) => string[],
): string[] {
	if (record === undefined) return [];
	return groupsOf(record).filter((name) => !name.endsWith(":null"));
}
