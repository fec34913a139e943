import { afterEach, beforeEach, expect, test } from "vitest";
import type { Letter } from "../../src/domain/letter.ts";
import { createSmtpCarrier } from "../../src/outbound/smtp.ts";
import { refusal, type SmtpHouse, startSilence, startSmtp } from "../support/smtp.ts";

const from = "Example <billing@example.com>";
const letter: Letter = {
	key: "mail:receipt:in_1",
	to: "ada@example.test",
	subject: "Quittung für 79 €",
	html: "<p>Hello</p>",
	text: "Hello\n",
	madeAt: new Date("2026-03-01T10:00:00Z"),
};

let house: SmtpHouse;
beforeEach(async () => {
	house = await startSmtp();
});
afterEach(() => house.close());

test("a letter arrives with both its parts, whom it is from, and when it was made", async () => {
	const carry = createSmtpCarrier({ url: house.url, from });
	expect(await carry(letter)).toEqual({ outcome: "sent" });
	const [arrived] = house.letters;
	expect(arrived?.to).toEqual(["ada@example.test"]);
	expect(arrived?.header("From")).toBe(from);
	expect(arrived?.header("Date")).toBe("Sun, 01 Mar 2026 10:00:00 +0000");
	expect(arrived?.header("Content-Type")).toContain("multipart/alternative");
	expect(arrived?.raw).toContain("text/plain");
	expect(arrived?.raw).toContain("<p>Hello</p>");
});

test("the same effect has the same Message-ID and reference, and another one has others", async () => {
	const carry = createSmtpCarrier({ url: house.url, from });
	await carry(letter);
	await carry({ ...letter, to: "ada@elsewhere.test", madeAt: new Date() });
	await carry({ ...letter, key: "mail:receipt:in_2" });
	const ids = house.letters.map((one) => one.header("Message-ID"));
	expect(ids[0]).toMatch(/^<[0-9a-f]{32}@example\.com>$/);
	expect(ids[1]).toBe(ids[0]);
	expect(ids[2]).not.toBe(ids[0]);
	expect(house.letters.map((one) => one.header("X-Entity-Ref-ID"))).toEqual([
		"mail:receipt:in_1",
		"mail:receipt:in_1",
		"mail:receipt:in_2",
	]);
});

test("one address is one recipient, whatever stands in it, and no header can be added", async () => {
	const carry = createSmtpCarrier({ url: house.url, from });
	await carry({
		...letter,
		to: "ada@example.test, eve@example.test",
		subject: "Hello\r\nBcc: eve@example.test",
	});
	for (const one of house.letters) {
		expect(one.to.length).toBeLessThanOrEqual(1);
		expect(one.to).not.toContain("eve@example.test");
		expect(one.header("Bcc")).toBe("");
	}
});

test.each([
	["an unknown recipient", { recipient: refusal(550), data: null }, "refused"],
	["a recipient to come back to", { recipient: refusal(450), data: null }, "retry"],
	["a refused content", { recipient: null, data: refusal(554) }, "refused"],
	["a full store", { recipient: null, data: refusal(452) }, "retry"],
])("%s is told apart from others", async (_name, answers, outcome) => {
	house.answers = answers;
	const carry = createSmtpCarrier({ url: house.url, from });
	const delivered = await carry(letter);
	expect(delivered).toMatchObject({ outcome });
	expect(JSON.stringify(delivered)).not.toMatch(/ada@|refused by the test/);
	expect(house.letters).toHaveLength(0);
});

test("a password is used where one is asked for, and a wrong one is a setting to repair", async () => {
	const guarded = await startSmtp({ user: "billing", pass: "p@ss:w/rd" });
	try {
		expect(await createSmtpCarrier({ url: guarded.url, from })(letter)).toEqual({
			outcome: "sent",
		});
		const wrong = new URL(guarded.url);
		wrong.password = "other";
		const delivered = await createSmtpCarrier({ url: wrong, from })(letter);
		expect(delivered).toMatchObject({ outcome: "retry" });
		expect(JSON.stringify(delivered)).toContain("EAUTH");
	} finally {
		await guarded.close();
	}
});

test("a server that takes the connection and says nothing is given up", async () => {
	const silence = await startSilence();
	try {
		const timeouts = { connectMs: 150, silenceMs: 150 };
		const carry = createSmtpCarrier({ url: silence.url, from, timeouts });
		expect(await carry(letter)).toMatchObject({ outcome: "retry" });
	} finally {
		await silence.close();
	}
});

test("a server that is not there is tried again later", async () => {
	const { url } = house;
	await house.close();
	expect(await createSmtpCarrier({ url, from })(letter)).toMatchObject({ outcome: "retry" });
	house = await startSmtp();
});

test("elsewhere than on this machine nothing is said before the line is encrypted", async () => {
	// A name that leads here and is no loopback address by its words.
	const url = new URL(house.url);
	url.hostname = "0.0.0.0";
	const delivered = await createSmtpCarrier({ url, from })(letter);
	expect(delivered).toMatchObject({ outcome: "retry" });
	expect(house.letters).toHaveLength(0);
});
