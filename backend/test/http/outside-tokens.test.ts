import { createHmac, type webcrypto } from "node:crypto";
import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask, expectOneRefusal, userOf } from "../support/bearer.ts";
import {
	audience,
	claims,
	forge,
	type KeyServer,
	outsideIssuer,
	sign,
	startKeyServer,
} from "../support/outside-issuer.ts";
import {
	type Backend,
	type Simulator,
	startBackend,
	startTestSimulator,
} from "../support/start.ts";

const now = () => Math.floor(Date.now() / 1000);
const sharedSecret = "a-secret-that-two-services-share-0123456789";
const secretKey = new TextEncoder().encode(sharedSecret);

let simulator: Simulator;
let keyServer: KeyServer;
beforeAll(async () => {
	simulator = await startTestSimulator();
	keyServer = await startKeyServer();
});
afterAll(async () => {
	await keyServer.close();
	await simulator.close();
});

function startWith(keys: { jwksUrl: URL } | { sharedSecret: string }): Promise<Backend> {
	const auth = { mode: "external" as const, issuer: outsideIssuer, audience, keys };
	return startBackend({ simulator, location: {}, webhookSecrets: [], auth });
}

type Key = webcrypto.CryptoKey;
const rsa = (payload: JWTPayload, key: Key = keyServer.rsa.privateKey, kid = "rsa") =>
	sign(payload, key, { alg: "RS256", kid });
const hmacOver = (secret: string, header: object, payload: object) => {
	const unsigned = forge(header, payload).replace(/\.$/, "");
	return `${unsigned}.${createHmac("sha256", secret).update(unsigned).digest("base64url")}`;
};

/** Claims that are refused whatever key has signed them. */
const badClaims: [string, () => Record<string, unknown>][] = [
	["expired", () => ({ exp: now() - 40 })],
	["without an end", () => ({ exp: undefined })],
	["not valid yet", () => ({ nbf: now() + 90 })],
	["of another issuer", () => ({ iss: "https://id.evil.test/" })],
	["of no issuer", () => ({ iss: undefined })],
	["of the built-in issuer's name", () => ({ iss: "tollgate" })],
	["for another audience", () => ({ aud: "their-api" })],
	["for no audience", () => ({ aud: undefined })],
	["of nobody", () => ({ sub: undefined })],
	["larger than any token", () => ({ note: "n".repeat(9_000) })],
];

describe("with the keys at an address, a token", () => {
	let backend: Backend;
	beforeAll(async () => {
		backend = await startWith({ jwksUrl: keyServer.url });
	});
	afterAll(() => backend.close());

	test("signed by either kind of key is its subject's", async () => {
		const ec = await sign(claims(), keyServer.ec.privateKey, { alg: "ES256", kid: "ec" });
		const first = await userOf(backend, await rsa(claims({ email: "ada@example.test" })));
		expect(await userOf(backend, ec)).toEqual(first);
		expect(first).toMatchObject({ email: "ada@example.test" });
	});

	test("is good beside other audiences, for half a minute of clocks apart, and in lower case", async () => {
		const list = await rsa(claims({ aud: ["other", audience] }));
		const late = await rsa(claims({ exp: now() - 15, nbf: now() + 15 }));
		for (const token of [list, late]) await userOf(backend, token);
		expect((await ask(backend, `bearer ${list}`)).status).toBe(200);
	});

	test("of another subject is another user, whatever e-mail it says", async () => {
		const email = "shared@example.test";
		const one = await userOf(backend, await rsa(claims({ sub: "one", email })));
		const two = await userOf(backend, await rsa(claims({ sub: "two", email })));
		expect(one.id).not.toBe(two.id);
		expect([one.email, two.email]).toEqual([email, email]);
	});

	test.each(badClaims)("%s is refused", async (_what, fields) => {
		await expectOneRefusal(backend, `Bearer ${await rsa(claims(fields()))}`);
	});

	const forgeries: [string, () => Promise<string> | string][] = [
		["without a signature, alg none", () => forge({ alg: "none" }, claims())],
		["without a signature, alg None", () => forge({ alg: "None", kid: "rsa" }, claims())],
		["with its signature cut off", async () => (await rsa(claims())).replace(/[^.]+$/, "")],
		[
			"signed with the public key as a shared secret",
			async () => {
				const pem = await exportSPKI(keyServer.rsa.publicKey);
				return hmacOver(pem, { alg: "HS256", kid: "rsa" }, claims());
			},
		],
		[
			"signed with the public key's JSON as a shared secret",
			async () => {
				const jwk = JSON.stringify(await exportJWK(keyServer.rsa.publicKey));
				return hmacOver(jwk, { alg: "HS256", kid: "rsa" }, claims());
			},
		],
		["under the other key's name", () => rsa(claims(), keyServer.rsa.privateKey, "ec")],
		["under a key's name that nobody has", () => rsa(claims(), keyServer.rsa.privateKey, "old")],
		["under a path as its key's name", () => rsa(claims(), keyServer.rsa.privateKey, "../../key")],
		[
			"signed by a stranger under a known name",
			async () => rsa(claims(), (await generateKeyPair("RS256")).privateKey),
		],
		[
			"that brings its own key along",
			async () => {
				const own = await generateKeyPair("RS256", { extractable: true });
				const jwk = await exportJWK(own.publicKey);
				const header = { alg: "RS256", kid: "rsa", jwk, jku: "http://127.0.0.1:1/keys" };
				return sign(claims(), own.privateKey, header);
			},
		],
		[
			"with another payload under its signature",
			async () => {
				const [header, , signature] = (await rsa(claims())).split(".");
				const payload = forge({}, claims({ sub: "somebody else" })).split(".")[1];
				return `${header}.${payload}.${signature}`;
			},
		],
		["with a critical extension", () => forge({ alg: "RS256", kid: "rsa", crit: ["x"], x: 1 }, {})],
		["of three words", () => "a.b.c"],
		["of dots", () => ".."],
		["of one word", () => "garbage"],
		["of five parts", () => "a.b.c.d.e"],
		["two at once", async () => `${await rsa(claims())} ${await rsa(claims())}`],
	];
	test.each(forgeries)("%s is refused", async (_what, make) => {
		await expectOneRefusal(backend, `Bearer ${await make()}`);
	});

	test.each([null, "", "Bearer", "Bearer ", "Basic YWRhOmFkYQ=="])(
		"that is not there (%j) is refused",
		async (authorization) => {
			await expectOneRefusal(backend, authorization);
		},
	);

	test("of another scheme is no token", async () => {
		await expectOneRefusal(backend, `Token ${await rsa(claims())}`);
	});

	test("cannot be had from us: the built-in issuer is off", async () => {
		for (const path of ["sign-up/email", "sign-in/email", "token", "jwks"]) {
			const method = path.endsWith("email") ? "POST" : "GET";
			const response = await fetch(`${backend.url}/api/auth/${path}`, { method });
			expect(response.status).toBe(404);
		}
	});
});

describe("with a shared secret, a token", () => {
	let backend: Backend;
	beforeAll(async () => {
		backend = await startWith({ sharedSecret });
	});
	afterAll(() => backend.close());

	const hs = (payload: JWTPayload, alg = "HS256") => sign(payload, secretKey, { alg });

	test("signed with it is its subject's", async () => {
		expect(await userOf(backend, await hs(claims({ name: "Ada" })))).toMatchObject({ name: "Ada" });
	});

	test.each(badClaims)("%s is refused", async (_what, fields) => {
		await expectOneRefusal(backend, `Bearer ${await hs(claims(fields()))}`);
	});

	test.each<[string, () => Promise<string> | string]>([
		["signed with another secret", () => hmacOver(`${sharedSecret}x`, { alg: "HS256" }, claims())],
		["signed with an empty secret", () => hmacOver("x", { alg: "HS256" }, claims())],
		["without a signature", () => forge({ alg: "none" }, claims())],
		["of another length of hash", () => hs(claims(), "HS512")],
		["signed by a key pair", () => rsa(claims())],
	])("%s is refused", async (_what, make) => {
		await expectOneRefusal(backend, `Bearer ${await make()}`);
	});
});

test("while the keys cannot be had, a good token is not called bad, and is good again after", async () => {
	const { answer } = keyServer;
	const good = answer.body;
	const backend = await startWith({ jwksUrl: keyServer.url });
	try {
		const token = await rsa(claims());
		for (const outage of [
			{ status: 500, body: "oops" },
			{ status: 200, body: "<html>" },
			{ status: 403, body: "{}" },
		]) {
			Object.assign(answer, outage);
			const response = await ask(backend, `Bearer ${token}`);
			expect(response.status).toBe(503);
			expect(response.headers.get("retry-after")).toBe("5");
			expect(await response.json()).toMatchObject({ error: { code: "unavailable" } });
		}
		Object.assign(answer, { status: 200, body: good });
		await userOf(backend, token);
	} finally {
		Object.assign(answer, { status: 200, body: good });
		await backend.close();
	}
});
