// Ids in Stripe's form, marked as the simulator's own.
import { createHash } from "node:crypto";

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

export interface IdSource {
	/** How many ids were given out; a source started again from here goes on without repeating. */
	issued(): number;
	/** `cus_sim…` for the prefix `cus`; without a prefix only the letters. */
	newId: (prefix: string, length?: number) => string;
}

/** Ids that depend on the seed and their number alone, so that a run can be repeated exactly. */
export function createIdSource(seed: string, start: number): IdSource {
	let issued = start;
	return {
		issued: () => issued,
		newId(prefix, length = 24) {
			issued += 1;
			if (prefix === "") return lettersOf(`${seed}/${issued}`, length);
			// The digit in `evt_1` and `evt_3` belongs to the id itself.
			const head = /\d$/.test(prefix) ? prefix : `${prefix}_`;
			return lettersOf(`${seed}/${issued}`, length - 3, `${head}sim`);
		},
	};
}

/** Written into one buffer, since a text put together letter by letter keeps its pieces in memory. */
function lettersOf(source: string, length: number, head = ""): string {
	const text = Buffer.alloc(head.length + length, head, "latin1");
	let place = head.length;
	for (let block = 0; place < text.length; block += 1) {
		const bytes = createHash("sha256").update(`${source}/${block}`).digest();
		for (const byte of bytes) {
			if (place === text.length) break;
			text[place] = letters.charCodeAt(byte % letters.length);
			place += 1;
		}
	}
	return text.toString("latin1");
}
