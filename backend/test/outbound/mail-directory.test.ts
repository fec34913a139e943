import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openMailDirectory } from "../../src/outbound/mail-directory.ts";

let home: string;
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), "tollgate-mail-"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const letter = (key: string, minute = 0) => ({
	key,
	to: "ada@example.test",
	subject: `About ${key}`,
	html: `<p>${key}</p>`,
	text: `${key}\n`,
	madeAt: new Date(Date.UTC(2026, 2, 1, 10, minute)),
});

test("a letter becomes a message as it would be sent, and its page", async () => {
	const directory = openMailDirectory(join(home, "mail"), "billing@localhost");
	expect(await directory.carry(letter("mail:receipt:in_1"))).toEqual({ outcome: "sent" });
	const [kept] = await directory.list(10);
	expect(kept).toMatchObject({ to: "ada@example.test", subject: "About mail:receipt:in_1" });
	const eml = readFileSync(join(home, "mail", `${kept?.id}.eml`), "utf8");
	expect(eml).toMatch(/^Message-ID: <[0-9a-f]{32}@localhost>$/im);
	expect(eml).toContain("multipart/alternative");
	expect(await directory.read(kept?.id ?? "")).toBe("<p>mail:receipt:in_1</p>");
	expect(statSync(join(home, "mail", `${kept?.id}.eml`)).mode & 0o077).toBe(0);
});

test("the same letter twice is one, and the latest stands first", async () => {
	const directory = openMailDirectory(join(home, "mail"), "billing@localhost");
	for (const one of [letter("a", 1), letter("b", 2), letter("a", 1)]) await directory.carry(one);
	expect((await directory.list(10)).map((mail) => mail.subject)).toEqual(["About b", "About a"]);
	expect(await directory.list(1)).toHaveLength(1);
	expect(readdirSync(join(home, "mail"))).toHaveLength(6);
});

test("nothing outside the folder can be read, and nothing there is no error", async () => {
	writeFileSync(join(home, "secret.html"), "secret");
	const directory = openMailDirectory(join(home, "mail"), "billing@localhost");
	expect(await directory.list(10)).toEqual([]);
	for (const id of ["../secret", "..%2fsecret", "secret", "", "20260301100000-"])
		expect(await directory.read(id)).toBeNull();
});
