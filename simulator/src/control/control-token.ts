// Who may use the control API and the console, when not everybody on this machine.
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";

/**
 * From now on levers and console answer only to the token: as a bearer, as the password that a browser asks
 * for (any user name), or, in the console alone, as the cookie that its page gives out for `/?token=<token>`.
 * The health check and the pages' assets stay open.
 */
export function requireToken(app: FastifyInstance, token: string): void {
	app.addHook("onRequest", async (request, reply) => {
		// The route's own path, since what was sent may be spelled in many ways.
		const path = request.routeOptions.url ?? "";
		if (!isLever(path) || allows(token, request.headers.authorization)) return;
		if (path === "/" && isSame(token, tokenIn(request.url))) {
			return reply.header("set-cookie", cookieFor(request, token)).redirect("/", 303);
		}
		if (isConsole(path) && hasCookie(request, token)) return;
		const message = "Send SIMULATOR_CONTROL_TOKEN as `Authorization: Bearer <token>`.";
		// A browser that opens the console asks its user for it, as a password.
		const asks = { "www-authenticate": 'Basic realm="Simulator"' };
		return reply.code(401).headers(asks).send({ error: { message } });
	});
}

/** Whether a route is the simulator's own, and more than the health check or a style sheet. */
export function isLever(path: string): boolean {
	if (path === "/") return true;
	return path.startsWith("/_simulator/") && !/^\/_simulator\/(health$|assets\/)/.test(path);
}

function isConsole(path: string): boolean {
	return path === "/" || /^\/_simulator\/console(\/|$)/.test(path);
}

function allows(token: string, header = ""): boolean {
	const [, scheme = "", value = ""] = /^(Bearer|Basic) (.*)$/.exec(header) ?? [];
	if (scheme !== "Basic") return isSame(token, value);
	const pair = Buffer.from(value, "base64").toString("utf8");
	return isSame(token, pair.slice(pair.indexOf(":") + 1));
}

function tokenIn(url: string): string {
	return URL.parse(url, "http://localhost")?.searchParams.get("token") ?? "";
}

/** Cookies are for all ports of a host, so the name says which; it proves the token without holding it. */
function cookieFor(request: FastifyRequest, token: string): string {
	return `${cookieName(request)}=${proofOf(token)}; Path=/; HttpOnly; SameSite=Strict`;
}

function hasCookie(request: FastifyRequest, token: string): boolean {
	const pairs = (request.headers.cookie ?? "").split(/; */);
	const name = `${cookieName(request)}=`;
	const sent = pairs.find((pair) => pair.startsWith(name))?.slice(name.length) ?? "";
	return isSame(proofOf(token), sent);
}

function cookieName({ headers }: FastifyRequest): string {
	return `simulator_console_${URL.parse(`http://${headers.host}`)?.port || "80"}`;
}

function proofOf(token: string): string {
	return createHmac("sha256", token).update("console").digest("hex");
}

/** Compared as digests, of equal length whatever was sent. */
function isSame(expected: string, sent: string): boolean {
	return timingSafeEqual(digest(expected), digest(sent));
}

function digest(text: string): Buffer {
	return createHash("sha256").update(text).digest();
}
