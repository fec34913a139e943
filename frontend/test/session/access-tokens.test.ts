// How long an access token is kept, with a real issuer over HTTP.
import { describe, expect, it, vi } from "vitest";
import type { fetchAccessToken } from "../../src/billing-api/identity.ts";
import { createAccessTokens, expiryOf } from "../../src/session/access-tokens.ts";
import { listen, type Received, reply } from "../support/listen.ts";

const tenMinutesMs = 600_000;
let serial = 0;

function tokenUntil(ms: number | null): string {
	serial += 1;
	const claims = {
		sub: "u_1",
		jti: serial,
		...(ms === null ? {} : { exp: Math.floor(ms / 1000) }),
	};
	const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
	return `${part({ alg: "EdDSA" })}.${part(claims)}.c2lnbmF0dXJl`;
}

/** An issuer whose tokens last ten minutes, and a clock that only the test moves. */
async function start(
	capacity = 10,
	answer?: (request: Received) => { status: number; body: unknown },
) {
	const clock = { nowMs: 1_800_000_000_000 };
	const { url, received } = await listen((request, response) => {
		const standard = { status: 200, body: { token: tokenUntil(clock.nowMs + tenMinutesMs) } };
		const { status, body } = answer?.(request) ?? standard;
		reply(response, status, body);
	});
	vi.resetModules();
	vi.stubEnv("BACKEND_URL", url);
	// The test runner sets a BASE_URL of its own, which is not ours.
	vi.stubEnv("BASE_URL", undefined);
	// Imported anew, because the settings are read once per process.
	const identity = await import("../../src/billing-api/identity.ts");
	const tokens = createAccessTokens({
		fetchToken: identity.fetchAccessToken satisfies typeof fetchAccessToken,
		nowMs: () => clock.nowMs,
		capacity,
	});
	return { clock, tokens, received };
}

describe("a session's access token", () => {
	it("is fetched with the session token and then kept", async () => {
		const { tokens, received } = await start();
		const first = await tokens.get("session-a");
		expect(first.kind).toBe("token");
		expect(await tokens.get("session-a")).toEqual(first);
		expect(received).toHaveLength(1);
		expect(received[0]).toMatchObject({ method: "GET", url: "/api/auth/token" });
		expect(received[0]?.headers.authorization).toBe("Bearer session-a");
		expect(received[0]?.headers).not.toHaveProperty("cookie");
	});

	it("is renewed 60 seconds before its end, and not sooner", async () => {
		const { clock, tokens, received } = await start();
		const first = await tokens.get("session-a");
		clock.nowMs += tenMinutesMs - 60_001;
		expect(await tokens.get("session-a")).toEqual(first);
		clock.nowMs += 1;
		expect(await tokens.get("session-a")).not.toEqual(first);
		expect(received).toHaveLength(2);
	});

	it("belongs to its session alone", async () => {
		const { tokens } = await start();
		expect(await tokens.get("session-a")).not.toEqual(await tokens.get("session-b"));
	});

	it("is fetched once for many requests at the same moment", async () => {
		const { tokens, received } = await start();
		const answers = await Promise.all(Array.from({ length: 20 }, () => tokens.get("session-a")));
		expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
		expect(received).toHaveLength(1);
	});

	it("is forgotten at sign-out, even while it is being fetched", async () => {
		const { tokens, received } = await start();
		await tokens.get("session-a");
		tokens.forget("session-a");
		const fetching = tokens.get("session-a");
		tokens.forget("session-a");
		await fetching;
		await tokens.get("session-a");
		expect(received).toHaveLength(3);
	});

	it("makes room for others once the memory is full, the one unused longest first", async () => {
		const { tokens, received } = await start(2);
		await tokens.get("session-a");
		await tokens.get("session-b");
		await tokens.get("session-a");
		await tokens.get("session-c");
		await tokens.get("session-a");
		expect(received).toHaveLength(3);
		await tokens.get("session-b");
		expect(received).toHaveLength(4);
	});
});

describe("an issuer without a token", () => {
	it.each([
		["over", 401, {}, "signed-out"],
		["failing", 500, {}, "unavailable"],
		["talking nonsense", 200, { token: 7 }, "unavailable"],
		["silent about it", 200, null, "unavailable"],
	])("that is %s means %d", async (_name, status, body, kind) => {
		const { tokens, received } = await start(10, () => ({ status, body }));
		expect(await tokens.get("session-a")).toEqual({ kind });
		await tokens.get("session-a");
		// Nothing of it is remembered: the next request asks again.
		expect(received).toHaveLength(2);
	});

	it("that gives a token without an end is asked every time", async () => {
		const { tokens, received } = await start(10, () => ({
			status: 200,
			body: { token: tokenUntil(null) },
		}));
		expect((await tokens.get("session-a")).kind).toBe("token");
		await tokens.get("session-a");
		expect(received).toHaveLength(2);
	});
});

it.each(["", "a", "a.b", "a.b.c", "..", "a.e30.c", "a.bnVsbA.c", "a.NQ.c"])(
	"finds no expiry in the text %j",
	(text) => {
		expect(expiryOf(text)).toBeNull();
	},
);
