// Records nobody has changed for a while, packed together: a tenth of the memory, a fraction of a millisecond a look.
import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";

/** Some records in one buffer. Nobody holds it any more once all of them were changed or removed. */
export interface Block {
	readonly bytes: Uint8Array;
	/** How many bytes it unpacks to. */
	readonly length: number;
}

export interface PackedRecords<Item> {
	pack(records: readonly Item[]): Block;
	/** The record at this place of the block, equal to what was packed. */
	read(block: Block, place: number): Item;
	/** What every block is packed with; undefined before the first. */
	dictionary(): Buffer | undefined;
	/** Blocks that were packed with this dictionary can be read from now on. Before any other is known. */
	learn(dictionary: Buffer): void;
}

/** Records per block: more pack better, and cost more to look at one. */
export const blockSize = 16;
/** Blocks kept open. Neighbours are asked for together, in lists and at renewals. */
const openBlocks = 16;
/** The fastest there is; records of one kind are so alike that more effort gains little. */
const params = { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_windowLog]: 17 };
/**
 * How much of the first records packed serves as a dictionary for all that follow: what a record of this
 * kind always says is then said once, and small blocks pack as well as large ones.
 */
const dictionaryBytes = 32 * 1024;
/** Node refuses smaller ones. */
const leastChunkBytes = 64;
const newline = 10;

export function createPackedRecords<Item>(): PackedRecords<Item> {
	const open = new Map<Block, Buffer>();
	let dictionary: Buffer | undefined;

	function unpack({ bytes, length }: Block): Buffer {
		// In one piece of the right size: every buffer made here brings the next collection of garbage nearer.
		const chunkSize = Math.max(length + 1, leastChunkBytes);
		return zstdDecompressSync(bytes, { chunkSize, ...(dictionary ? { dictionary } : {}) });
	}

	return {
		dictionary: () => dictionary,
		learn(known) {
			dictionary ??= known;
		},
		pack(records) {
			const lines = Buffer.from(records.map((record) => `${JSON.stringify(record)}\n`).join(""));
			dictionary ??= Buffer.from(lines.subarray(0, dictionaryBytes));
			// What zlib answers is the beginning of a larger buffer, which would be kept with it.
			const bytes = new Uint8Array(zstdCompressSync(lines, { params, dictionary }));
			return { bytes, length: lines.length };
		},
		read(block, place) {
			const lines = open.get(block) ?? unpack(block);
			open.delete(block);
			open.set(block, lines);
			const [oldest] = open.keys();
			if (open.size > openBlocks && oldest !== undefined) open.delete(oldest);
			// Only pack() makes blocks, and of nothing but the records of one table.
			return JSON.parse(lineAt(lines, place)) as Item;
		},
	};
}

/** Only the record asked for is made into objects; its neighbours stay text outside the heap. */
function lineAt(lines: Buffer, place: number): string {
	let start = 0;
	for (let passed = 0; passed < place; passed += 1) start = lines.indexOf(newline, start) + 1;
	return lines.toString("utf8", start, lines.indexOf(newline, start));
}
