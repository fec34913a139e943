import { expect, test } from "vitest";
import { readConfig } from "../src/config.ts";
import { type Env, needed, problemsOf, realTest } from "./support/environments.ts";

const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const hooks = "https://app.example.com/hooks";
const smtp: Env = { SMTP_URL: "smtps://u:p@mail.example.com", MAIL_FROM: "billing@example.com" };

test("on the simulator mails become files, with real Stripe and no server there are none", () => {
	expect(readConfig({ ...needed, DATA_DIR: "here" }).mail).toEqual({
		kind: "directory",
		directory: "here/mail",
		from: "billing@localhost",
	});
	expect(readConfig(realTest).mail).toEqual({ kind: "none" });
});

test("a mail server is used wherever one is set", () => {
	for (const env of [needed, realTest])
		expect(readConfig({ ...env, ...smtp }).mail).toMatchObject({
			kind: "smtp",
			url: new URL("smtps://u:p@mail.example.com"),
			from: "billing@example.com",
		});
});

test("nobody is told by webhook unless an address is set", () => {
	expect(readConfig(needed).outgoingWebhook).toBeNull();
	const env = { ...needed, OUTGOING_WEBHOOK_URL: hooks };
	const two = { ...env, OUTGOING_WEBHOOK_SECRET: `${secret}, ${secret}` };
	expect(readConfig(two).outgoingWebhook).toEqual({
		url: new URL(hooks),
		secrets: [secret, secret],
	});
});

const refusals: [string, Env, RegExp][] = [
	[
		"a mail server of another scheme",
		{ ...smtp, SMTP_URL: "https://mail.example.com" },
		/SMTP_URL/,
	],
	["a mail server without a host", { ...smtp, SMTP_URL: "smtp://" }, /SMTP_URL/],
	["a mail server in words", { ...smtp, SMTP_URL: "mail.example.com" }, /SMTP_URL/],
	["mails from nobody", { ...smtp, MAIL_FROM: undefined }, /MAIL_FROM is missing/],
	["a sender that is no address", { ...smtp, MAIL_FROM: "billing" }, /MAIL_FROM/],
	["two senders", { ...smtp, MAIL_FROM: "a@example.com, b@example.com" }, /MAIL_FROM/],
	["a sender with a header", { ...smtp, MAIL_FROM: "A\r\nBcc: x <a@example.com>" }, /MAIL_FROM/],
	["webhooks in clear text", { OUTGOING_WEBHOOK_URL: "http://app.example.com" }, /must be https/],
	["webhooks to a file", { OUTGOING_WEBHOOK_URL: "file:///etc/passwd" }, /must be https/],
	[
		"a password in the address",
		{ OUTGOING_WEBHOOK_URL: "https://u:p@app.example.com" },
		/password/,
	],
	["webhooks without a secret", { OUTGOING_WEBHOOK_SECRET: undefined }, /OUTGOING_WEBHOOK_SECRET/],
	["a secret of words", { OUTGOING_WEBHOOK_SECRET: "whsec_secret" }, /24 to 64 random bytes/],
	["a short secret", { OUTGOING_WEBHOOK_SECRET: "whsec_c2hvcnQ=" }, /24 to 64 random bytes/],
	["a secret without an address", { OUTGOING_WEBHOOK_URL: undefined }, /without OUTGOING/],
];

test.each(refusals)("%s is refused", (_what, spoiled, words) => {
	const sound = {
		...needed,
		OUTGOING_WEBHOOK_URL: hooks,
		OUTGOING_WEBHOOK_SECRET: secret,
	};
	expect(problemsOf(sound)).toBe("");
	expect(problemsOf({ ...sound, ...spoiled })).toMatch(words);
});

test("loopback may be told in clear text", () => {
	for (const url of ["http://127.0.0.1:9000/x", "http://localhost:9000", "http://[::1]:9000"])
		expect(
			problemsOf({ ...needed, OUTGOING_WEBHOOK_URL: url, OUTGOING_WEBHOOK_SECRET: secret }),
		).toBe("");
});
