// Mails as files in a folder, for who develops: nothing leaves the machine.
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import nodemailer from "nodemailer";
import type { Delivered } from "../domain/delivery.ts";
import type { Letter } from "../domain/letter.ts";
import { letterId, toMessage } from "./message.ts";

export interface KeptMail {
	id: string;
	subject: string;
	to: string;
	madeAt: string;
}

export interface MailDirectory {
	/** The same letter twice is one file. */
	carry(letter: Letter): Promise<Delivered>;
	/** The latest first, at most `limit`. */
	list(limit: number): Promise<KeptMail[]>;
	/** The HTML of one mail; null when there is none of this id. */
	read(id: string): Promise<string | null>;
}

const idPattern = /^\d{14}-[0-9a-f]{32}$/;

/** Each mail becomes `<id>.eml`, as it would go over the wire, `<id>.html` and `<id>.json`. */
export function openMailDirectory(directory: string, from: string): MailDirectory {
	const builder = nodemailer.createTransport({ streamTransport: true, buffer: true });
	return { carry, list, read };

	async function carry(letter: Letter): Promise<Delivered> {
		const { message } = await builder.sendMail(toMessage(letter, from));
		const stamp = letter.madeAt.toISOString().replaceAll(/\D/g, "").slice(0, 14);
		const id = `${stamp}-${letterId(letter.key)}`;
		const { subject, to, madeAt } = letter;
		await mkdir(directory, { recursive: true, mode: 0o700 });
		await save(`${id}.eml`, message as Buffer);
		await save(`${id}.html`, letter.html);
		// Last, since the list shows what has it.
		await save(`${id}.json`, JSON.stringify({ id, subject, to, madeAt }));
		return { outcome: "sent" };
	}

	// A reader sees the whole file or none.
	async function save(name: string, content: string | Buffer): Promise<void> {
		const path = join(directory, name);
		await writeFile(`${path}.part`, content, { mode: 0o600 });
		await rename(`${path}.part`, path);
	}

	async function list(limit: number): Promise<KeptMail[]> {
		const names = await readdir(directory).catch(() => []);
		const ids = names
			.filter((name) => name.endsWith(".json"))
			.map((name) => name.slice(0, -".json".length))
			.filter((id) => idPattern.test(id))
			.sort((a, b) => (a < b ? 1 : -1))
			.slice(0, limit);
		return Promise.all(
			ids.map(
				async (id) => JSON.parse(await readFile(join(directory, `${id}.json`), "utf8")) as KeptMail,
			),
		);
	}

	async function read(id: string): Promise<string | null> {
		if (!idPattern.test(id)) return null;
		return readFile(join(directory, `${id}.html`), "utf8").catch(() => null);
	}
}
