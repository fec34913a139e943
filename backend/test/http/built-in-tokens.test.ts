import { eq } from "drizzle-orm";
import { createRemoteJWKSet, decodeJwt, exportJWK, generateKeyPair, jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { jwks, users } from "../../src/database/identity-tables.ts";
import { ask, expectOneRefusal, userOf } from "../support/bearer.ts";
import { engines, newDatabase } from "../support/databases.ts";
import { audience, claims, forge, outsideIssuer, sign } from "../support/outside-issuer.ts";
import { signUp, startBackend, startTollgate, type Tollgate } from "../support/start.ts";

const now = () => Math.floor(Date.now() / 1000);

describe.each(engines)("a token of the built-in issuer, on %s,", (engine) => {
	let tollgate: Tollgate;
	let signOwn: (fields: Record<string, unknown>) => Promise<string>;
	let ada: Awaited<ReturnType<typeof signUp>>;

	beforeAll(async () => {
		tollgate = await startTollgate(engine, { webhooks: false });
		ada = await signUp(tollgate);
		// A key of the issuer's own that the test holds too, older than the one that it signs with.
		const pair = await generateKeyPair("EdDSA", { extractable: true });
		await tollgate.app.deps.database.queries.insert(jwks).values({
			id: "test-key",
			publicKey: JSON.stringify(await exportJWK(pair.publicKey)),
			privateKey: "kept by the test",
			createdAt: new Date("2020-01-01T00:00:00Z"),
			alg: "EdDSA",
			crv: "Ed25519",
		});
		const sound = { ...decodeJwt(ada.token), iat: now(), exp: now() + 600 };
		signOwn = (fields) =>
			sign({ ...sound, ...fields }, pair.privateKey, { alg: "EdDSA", kid: "test-key" });
	});
	afterAll(() => tollgate.close());

	test("is its user's, in any case of the scheme's name", async () => {
		expect(await userOf(tollgate, ada.token)).toMatchObject({ id: ada.id, email: ada.email });
		expect((await ask(tollgate, `bearer ${ada.token}`)).status).toBe(200);
		expect(await userOf(tollgate, await signOwn({}))).toMatchObject({ id: ada.id });
	});

	test("says who, for whom and how long, and is proven by the published keys", async () => {
		const keys = createRemoteJWKSet(new URL(`${tollgate.url}/api/auth/jwks`));
		const options = { issuer: "tollgate", audience: "tollgate-api" };
		const { payload } = await jwtVerify(ada.token, keys, options);
		expect(payload.sub).toBe(ada.id);
		expect(payload.exp! - payload.iat!).toBe(600);
	});

	const bad: [string, () => Record<string, unknown>][] = [
		["expired", () => ({ exp: now() - 40 })],
		["without an end", () => ({ exp: undefined })],
		["not valid yet", () => ({ nbf: now() + 90 })],
		["of another issuer", () => ({ iss: outsideIssuer })],
		["for another audience", () => ({ aud: audience })],
		["of nobody", () => ({ sub: undefined })],
		["of a user who does not exist", () => ({ sub: "nobody" })],
		["without a session", () => ({ sid: undefined })],
		["of a session that does not exist", () => ({ sid: "none" })],
		["of a session that is no text", () => ({ sid: { $ne: null } })],
	];
	test.each(bad)("%s is refused", async (_what, fields) => {
		await expectOneRefusal(tollgate, `Bearer ${await signOwn(fields())}`);
	});

	test("of one user is not good for another's session", async () => {
		const eve = await signUp(tollgate, "Eve");
		const mixed = await signOwn({ sid: decodeJwt(eve.token).sid });
		await expectOneRefusal(tollgate, `Bearer ${mixed}`);
	});

	test("is refused when it is forged", async () => {
		const stranger = await generateKeyPair("EdDSA");
		const own = decodeJwt(ada.token);
		const header = { alg: "EdDSA", kid: "test-key" };
		for (const token of [
			forge({ alg: "none" }, own),
			ada.token.replace(/[^.]+$/, ""),
			await sign(own, stranger.privateKey, header),
			await sign(own, new TextEncoder().encode("x".repeat(40)), { alg: "HS256", kid: "test-key" }),
			await sign(claims(), stranger.privateKey, { ...header, kid: "unknown" }),
		])
			await expectOneRefusal(tollgate, `Bearer ${token}`);
	});

	test("is not the session itself", async () => {
		const { session } = await signInAgain();
		await expectOneRefusal(tollgate, `Bearer ${session}`);
	});

	async function signInAgain() {
		const eve = await signUp(tollgate, "Eve");
		const signedIn = await fetch(`${tollgate.url}/api/auth/sign-in/email`, {
			method: "POST",
			headers: { "content-type": "application/json" },
			body: JSON.stringify({ email: eve.email, password: "correct horse battery" }),
		});
		const session = signedIn.headers.get("set-auth-token") ?? "";
		const authorization = `Bearer ${session}`;
		const reply = await fetch(`${tollgate.url}/api/auth/token`, { headers: { authorization } });
		const { token } = (await reply.json()) as { token: string };
		return { eve, session, token };
	}

	test("ends with its session, at once, and leaves the user's others alone", async () => {
		const { eve, session, token } = await signInAgain();
		await userOf(tollgate, token);
		const out = await fetch(`${tollgate.url}/api/auth/sign-out`, {
			method: "POST",
			headers: { authorization: `Bearer ${session}`, "content-type": "application/json" },
			body: "{}",
		});
		expect(out.status).toBe(200);
		await expectOneRefusal(tollgate, `Bearer ${token}`);
		expect(await userOf(tollgate, eve.token)).toMatchObject({ id: eve.id });
	});

	test("ends with its user, at once", async () => {
		const eve = await signUp(tollgate, "Eve");
		await tollgate.app.deps.database.queries.delete(users).where(eq(users.id, eve.id));
		await expectOneRefusal(tollgate, `Bearer ${eve.token}`);
	});

	test("that is bad is refused on a page that needs none", async () => {
		const headers = { authorization: "Bearer garbage" };
		const response = await fetch(`${tollgate.url}/api/v1/billing/tiers`, { headers });
		expect(response.status).toBe(401);
	});
});

test.runIf(engines.includes("postgres"))(
	"people of two issuers are two users, though e-mail and subject are the same",
	async () => {
		const location = await newDatabase("postgres");
		const tollgate = await startTollgate("pglite", { webhooks: false });
		const { simulator } = tollgate;
		const sharedSecret = "a-secret-that-two-services-share-0123456789";
		const key = new TextEncoder().encode(sharedSecret);
		const startFor = (issuer: string) =>
			startBackend({
				simulator,
				location,
				webhookSecrets: [],
				auth: { mode: "external", issuer, audience, keys: { sharedSecret } },
			});
		const ours = await startBackend({ simulator, location, webhookSecrets: [] });
		const theirs = [await startFor("https://id.a.test"), await startFor("https://id.b.test")];
		const ada = await signUp(ours);
		const same = { sub: ada.id, email: ada.email };
		const tokens = await Promise.all(
			["https://id.a.test", "https://id.b.test"].map((iss) =>
				sign(claims({ ...same, iss }), key, { alg: "HS256" }),
			),
		);
		const met = [await userOf(theirs[0]!, tokens[0]!), await userOf(theirs[1]!, tokens[1]!)];
		expect(new Set([ada.id, met[0]!.id, met[1]!.id]).size).toBe(3);
		await expectOneRefusal(theirs[0]!, `Bearer ${tokens[1]}`);
		await expectOneRefusal(ours, `Bearer ${tokens[0]}`);
		await expectOneRefusal(theirs[0]!, `Bearer ${ada.token}`);
		for (const backend of [ours, ...theirs, tollgate]) await backend.close();
	},
);
