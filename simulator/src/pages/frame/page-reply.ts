// Sends pages and the headers that guard them.
import type { FastifyReply } from "fastify";
import { type Html, toText } from "./html.ts";

/**
 * Nothing inline, nothing foreign, no frames. Forms may lead to any web address because browsers
 * hold redirects after a form to this list, and the way on after paying leads through the shop's own
 * sites; the pages' form actions are their own paths and cannot be written by anyone else.
 */
const contentSecurityPolicy = [
	"default-src 'none'",
	"style-src 'self'",
	"script-src 'self'",
	"img-src 'self'",
	"form-action 'self' http: https:",
	"base-uri 'none'",
	"frame-ancestors 'none'",
].join("; ");

export const pageHeaders: Record<string, string> = {
	"content-security-policy": contentSecurityPolicy,
	"x-frame-options": "DENY",
	"x-content-type-options": "nosniff",
	"referrer-policy": "no-referrer",
	"cache-control": "no-store",
};

/**
 * The console asks its own server for news, and its forms stay here. It tells its own server where a form
 * came from, because the paths under `/_simulator` refuse everything whose origin is not known.
 */
export const consoleHeaders: Record<string, string> = {
	...pageHeaders,
	"content-security-policy": contentSecurityPolicy
		.replace("form-action 'self' http: https:", "form-action 'self'")
		.concat("; connect-src 'self'"),
	"referrer-policy": "same-origin",
};

/** Answers with a whole page. */
export function sendPage(reply: FastifyReply, status: number, page: Html): FastifyReply {
	return reply.code(status).type("text/html; charset=utf-8").send(toText(page));
}
