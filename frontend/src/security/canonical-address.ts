// Brings visitors to the one spelling of the address under which their cookie works.
import { isLoopback } from "../config.ts";

/**
 * The address to move to when someone opened 127.0.0.1 where BASE_URL says localhost, or the other
 * way round; null when they are in the right place. To a browser these are two sites: signed in on
 * one, a person would come back from Checkout to the other and find themselves signed out.
 */
export function canonicalAddress(
	host: string | null,
	pathAndQuery: string,
	baseUrl: string,
): string | null {
	const base = new URL(baseUrl);
	if (!host || host === base.host || !URL.canParse(`http://${host}`)) return null;
	const given = new URL(`http://${host}`);
	if (!isLoopback(given.hostname) || !isLoopback(base.hostname)) return null;
	// Joined as text: resolved as a reference, a path such as //host would lead to that host.
	const address = base.origin + pathAndQuery;
	const stays = URL.canParse(address) && new URL(address).origin === base.origin;
	return stays && given.port === base.port ? address : null;
}
