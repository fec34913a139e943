// An identity provider of somebody else: real keys, real tokens, a real key server.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";

export const outsideIssuer = "https://id.example.test/";
export const audience = "our-api";

export type KeyServer = Awaited<ReturnType<typeof startKeyServer>>;

/** Serves the public halves of an RSA and an EC key; `answer` can be changed to an outage. */
export async function startKeyServer() {
	const rsa = await generateKeyPair("RS256", { extractable: true });
	const ec = await generateKeyPair("ES256", { extractable: true });
	const keys = [
		{ ...(await exportJWK(rsa.publicKey)), kid: "rsa", alg: "RS256", use: "sig" },
		{ ...(await exportJWK(ec.publicKey)), kid: "ec", alg: "ES256", use: "sig" },
	];
	const answer = { status: 200, body: JSON.stringify({ keys }), asked: 0 };
	const server = createServer((_request, response) => {
		answer.asked++;
		response.writeHead(answer.status, { "content-type": "application/json" }).end(answer.body);
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const { port } = server.address() as AddressInfo;
	const close = () =>
		new Promise<void>((resolve) => {
			server.close(() => resolve());
			server.closeAllConnections();
		});
	return { url: new URL(`http://127.0.0.1:${port}/jwks`), rsa, ec, answer, close };
}

/** What a sound token says, signed by `sign`; a claim of undefined is left out. */
export function claims(fields: Record<string, unknown> = {}): JWTPayload {
	const now = Math.floor(Date.now() / 1000);
	const sound = { iss: outsideIssuer, aud: audience, sub: "person-1", iat: now, exp: now + 600 };
	return { ...sound, ...fields };
}

type Key = Parameters<SignJWT["sign"]>[0];

export function sign(payload: JWTPayload, key: Key, header: { alg: string; kid?: string }) {
	return new SignJWT(payload).setProtectedHeader(header).sign(key);
}

/** A token whose parts are written by hand: any header, any signature. */
export function forge(header: object, payload: object, signature = ""): string {
	const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
	return `${encode(header)}.${encode(payload)}.${signature}`;
}
