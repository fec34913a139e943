// The API's own description: /openapi.json from the schemas that validate, /docs to read and try it.
import swagger from "@fastify/swagger";
import scalar from "@scalar/fastify-api-reference";
import type { FastifyInstance } from "fastify";
import { jsonSchemaTransform, jsonSchemaTransformObject } from "fastify-type-provider-zod";
import { errors } from "../domain/errors.ts";

const introduction = `Subscriptions on Stripe, kept true.

Send the bearer token of the signed-in user. With the built-in issuer: sign up at
\`POST /api/auth/sign-up/email\` or in at \`POST /api/auth/sign-in/email\`, take the session token from the
response header \`set-auth-token\`, and exchange it at \`GET /api/auth/token\` for a bearer token.`;

export async function registerDocs(server: FastifyInstance, backendUrl: string): Promise<void> {
	await server.register(swagger, {
		openapi: {
			openapi: "3.1.0",
			info: { title: "Tollgate", version: "0.1.0", description: describe() },
			servers: [{ url: backendUrl }],
			components: {
				securitySchemes: { bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" } },
			},
		},
		transform: jsonSchemaTransform,
		transformObject: jsonSchemaTransformObject,
	});
	server.route({
		method: "GET",
		url: "/openapi.json",
		schema: { hide: true },
		handler: async () => server.swagger(),
	});
	await server.register(scalar, {
		routePrefix: "/docs",
		configuration: { withDefaultFonts: false, hideClientButton: true, telemetry: false },
	});
}

function describe(): string {
	const rows = Object.entries(errors).map(([code, { message }]) => `### ${code}\n\n${message}`);
	return `${introduction}\n\n## Errors\n\n${rows.join("\n\n")}`;
}
