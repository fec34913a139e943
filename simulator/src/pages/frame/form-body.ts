// Reads what a plain HTML form posts.
import type { FastifyInstance } from "fastify";

/** A card form has some 200 bytes; whatever is larger is not one. */
const formBytesMax = 16 * 1024;

/** In this scope, bodies are forms and nothing else. */
export function acceptForms(scope: FastifyInstance): void {
	scope.removeAllContentTypeParsers();
	scope.addContentTypeParser(
		"application/x-www-form-urlencoded",
		{ parseAs: "string", bodyLimit: formBytesMax },
		(_request, body, done) => done(null, new URLSearchParams(String(body))),
	);
}

/** The posted fields; none when the request carried no form. */
export function formOf(request: { body: unknown }): URLSearchParams {
	return request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
}
