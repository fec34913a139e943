// Tells for whom a request is made, so that the backend can count attempts by visitor.
import { isIP } from "node:net";

/**
 * The address nearest to us in X-Forwarded-For: the one our own reverse proxy wrote, or the server
 * itself when there is none. What stands further left was sent by the visitor and proves nothing.
 * Undefined when it is no address. Without a reverse proxy a visitor can invent this one too, and
 * then gains no more than a fresh count.
 */
export function visitorAddress(headers: Headers): string | undefined {
	const nearest = headers.get("x-forwarded-for")?.split(",").at(-1)?.trim();
	return nearest && isIP(nearest) ? nearest : undefined;
}
