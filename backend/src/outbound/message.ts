// A letter with the headers that let mail programs see a repetition.
import { createHash } from "node:crypto";
import type { Letter } from "../domain/letter.ts";

/** `Message-ID` follows from the letter's key, so a letter sent twice is one message to who takes it. */
export function toMessage(letter: Letter, from: string) {
	const { key, to, subject, html, text, madeAt } = letter;
	const domain = /@([\w.-]+)>?\s*$/.exec(from)?.[1] ?? "localhost";
	return {
		from,
		// As a record, so that no comma or bracket in it makes a second recipient.
		to: { name: "", address: to },
		subject,
		html,
		text,
		date: madeAt,
		messageId: `<${letterId(key)}@${domain}>`,
		headers: {
			"X-Entity-Ref-ID": key,
			// Nobody's absence note is wanted in answer to this. Source: RFC 3834.
			"Auto-Submitted": "auto-generated",
		},
	};
}

/** 32 hexadecimal digits that stand for the key. */
export function letterId(key: string): string {
	return createHash("sha256").update(key).digest("hex").slice(0, 32);
}
