// Signing up and in with e-mail and password, and the tokens that prove it: better-auth, set up once.
import { betterAuth } from "better-auth";
import { bearer, jwt } from "better-auth/plugins";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { createLocalJWKSet, type JWTVerifyGetKey } from "jose";
import type { Database } from "../database/database.ts";
import { issuerStore } from "../database/issuer-store.ts";
import type { Log } from "../operations/deps.ts";
import { builtInIssuer } from "../operations/identify-user.ts";

/** The `aud` of our own tokens. */
export const builtInAudience = "tollgate-api";

const tokenLifetime = "10m";
const passwordMin = 8;
const bodyLimitBytes = 16_384;
// Sign-ups, sign-ins and sign-outs of one address: few people need more, and guessing needs many.
const attemptsPerMinute = 30;

export interface IssuerSettings {
	database: Database;
	secret: string;
	backendUrl: string;
	baseUrl: string;
	newId: () => string;
	log: Log;
}

export type BuiltInIssuer = ReturnType<typeof createBuiltInIssuer>;

/** A session lives in the database; from it, short-lived tokens for the API are issued. */
export function createBuiltInIssuer(settings: IssuerSettings) {
	return betterAuth({
		appName: "Tollgate",
		baseURL: settings.backendUrl,
		secret: settings.secret,
		trustedOrigins: [settings.baseUrl],
		telemetry: { enabled: false },
		// What the library adds beside its sentence may name a person: the sentence alone is kept.
		logger: {
			log: (level, message) => settings.log[level === "debug" ? "info" : level]({}, message),
		},
		// Else the library prints a failed query with its values: addresses, hashes of passwords.
		onAPIError: { throw: true },
		database: issuerStore(settings.database),
		emailAndPassword: { enabled: true, minPasswordLength: passwordMin },
		user: {
			additionalFields: {
				issuer: { type: "string", input: false, required: false, returned: false },
				subject: { type: "string", input: false, required: false, returned: false },
			},
		},
		databaseHooks: {
			user: {
				create: {
					before: async (user) => {
						const id = settings.newId();
						return { data: { ...user, id, issuer: builtInIssuer, subject: id } };
					},
				},
			},
		},
		advanced: { ipAddress: { ipAddressHeaders: [addressHeader] } },
		// The server's own limiter counts, by the address that it trusts.
		rateLimit: { enabled: false },
		plugins: [
			bearer(),
			jwt({
				disableSettingJwtHeader: true,
				jwt: {
					issuer: builtInIssuer,
					audience: builtInAudience,
					expirationTime: tokenLifetime,
					definePayload: ({ user, session }) => ({
						email: user.email,
						name: user.name,
						sid: session.id,
					}),
				},
			}),
		],
	});
}

/** Looks keys up in the issuer itself; asked again when a token names a key not seen yet. */
export function builtInKeys(issuer: BuiltInIssuer): JWTVerifyGetKey {
	let keySet: JWTVerifyGetKey | null = null;
	const load = async () => {
		const { keys } = await issuer.api.getJwks();
		// Each key is JSON as the issuer stored it; jose checks every field that it uses.
		keySet = createLocalJWKSet({ keys: keys.map((key) => ({ ...key })) });
		return keySet;
	};
	return async (header, token) => {
		try {
			return await (keySet ?? (await load()))(header, token);
		} catch {
			return (await load())(header, token);
		}
	};
}

// Set by us from the socket, and never taken from the request.
const addressHeader = "x-tollgate-address";

// The library has many more: a route that nobody needs is a door that nobody watches.
const reads = ["/api/auth/token", "/api/auth/jwks", "/api/auth/get-session"];
const changes = ["/api/auth/sign-up/email", "/api/auth/sign-in/email", "/api/auth/sign-out"];

/** Serves the issuer's own routes: sign-up, sign-in, sign-out, token, keys. */
export function registerIssuerRoutes(server: FastifyInstance, issuer: BuiltInIssuer): void {
	void server.register(async (scope) => {
		scope.removeAllContentTypeParsers();
		const options = { parseAs: "buffer" as const, bodyLimit: bodyLimitBytes };
		scope.addContentTypeParser("application/json", options, (_request, body, done) => {
			done(null, body);
		});
		const handler = (request: FastifyRequest, reply: FastifyReply) =>
			answer(issuer, request, reply);
		const config = { rateLimit: { max: attemptsPerMinute, timeWindow: 60_000 } };
		for (const url of reads) scope.get(url, { schema: { hide: true }, handler });
		for (const url of changes) scope.post(url, { schema: { hide: true }, config, handler });
	});
}

// A session is a bearer token here and never a cookie, so no other site can act for a visitor. What a
// browser says of itself is left out: the issuer would weigh it as if cookies were in play.
const requestHeaders = ["accept", "authorization", "content-type", "user-agent"];
const replyHeaders = ["content-type", "set-auth-token"];

async function answer(
	issuer: BuiltInIssuer,
	request: FastifyRequest,
	reply: FastifyReply,
): Promise<void> {
	const headers = new Headers({ [addressHeader]: request.ip });
	for (const name of requestHeaders) {
		const value = request.headers[name];
		if (typeof value === "string") headers.set(name, value);
	}
	const body = Buffer.isBuffer(request.body) ? new Uint8Array(request.body) : null;
	const url = new URL(request.url, issuer.options.baseURL);
	const response = await issuer.handler(
		new Request(url, { method: request.method, headers, body }),
	);
	reply.code(response.status);
	for (const name of replyHeaders) {
		const value = response.headers.get(name);
		if (value !== null) reply.header(name, value);
	}
	await reply.send(Buffer.from(await response.arrayBuffer()));
}
