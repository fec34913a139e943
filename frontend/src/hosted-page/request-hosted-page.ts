// Asks for the address of a hosted page from the visitor's own browser, through the proxy.
import { problemIn } from "../billing-api/problem.ts";
import { describeProblem, type HostedPageProblem, isWebAddress } from "./hosted-page-problem.ts";
import { type HostedPageTarget, requestFor } from "./hosted-page-target.ts";

export type HostedPageAnswer = Readonly<{ url: string }> | Readonly<{ problem: HostedPageProblem }>;

/** The address to go to, or what to tell the person. Never throws. */
export async function requestHostedPage(
	target: HostedPageTarget,
	returnPath: string,
): Promise<HostedPageAnswer> {
	const { path, body } = requestFor(target);
	try {
		const response = await fetch(path, {
			method: "POST",
			headers: { "content-type": "application/json", accept: "application/json" },
			body: JSON.stringify(body),
		});
		const reply: unknown = await response.json().catch(() => null);
		if (!response.ok) {
			return { problem: describeProblem(response.status, problemIn(reply), returnPath) };
		}
		const url = typeof reply === "object" && reply !== null ? Reflect.get(reply, "url") : null;
		if (typeof url === "string" && isWebAddress(url)) return { url };
	} catch {
		// No network: the same words as for a backend that is down.
	}
	return { problem: describeProblem(503, problemIn(null), returnPath) };
}
