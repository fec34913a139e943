// Makes sure that the simulator sends its webhooks to our backend.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { handledEventTypes } from "../../backend/src/domain/stripe-event.ts";

/** What the simulator is asked with; it gives out no other keys. */
export const simulatorKeys = {
	secret: "sk_test_sim_tollgate",
	publishable: "pk_test_sim_tollgate",
};

const apiVersion = "2026-10-28.endive";

interface Endpoint {
	id: string;
	url: string;
	secret: string;
	enabled_events: string[];
	status?: string;
}

/**
 * Registers `url` at the simulator and returns the signing secret. The endpoint of an earlier start is
 * used again while the simulator still knows it, enabled, with the same address and events; another is
 * removed, or every event would be delivered twice.
 */
export async function ensureWebhookEndpoint(
	stripeBase: string,
	url: string,
	dataDir: string,
): Promise<string> {
	const file = join(dataDir, "webhook-endpoint.json");
	const kept = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Endpoint) : null;
	if (kept && (await stillStands(stripeBase, kept, url))) return kept.secret;
	const made = await create(stripeBase, url);
	writeFileSync(file, JSON.stringify(made), { mode: 0o600 });
	return made.secret;
}

async function stillStands(stripeBase: string, kept: Endpoint, url: string): Promise<boolean> {
	const reply = await ask(stripeBase, "GET", `/${kept.id}`);
	if (!reply.ok) return false;
	const { url: known, enabled_events: events, status } = (await reply.json()) as Endpoint;
	if (
		known === url &&
		status === "enabled" &&
		events.toSorted().join() === handledEventTypes.toSorted().join()
	)
		return true;
	await ask(stripeBase, "DELETE", `/${kept.id}`);
	return false;
}

async function create(stripeBase: string, url: string): Promise<Endpoint> {
	const form = new URLSearchParams({ url, api_version: apiVersion });
	for (const type of handledEventTypes) form.append("enabled_events[]", type);
	const reply = await ask(stripeBase, "POST", "", form);
	if (!reply.ok)
		throw new Error(`The simulator refused the webhook endpoint: ${await reply.text()}`);
	const { id, secret, enabled_events } = (await reply.json()) as Endpoint;
	return { id, url, secret, enabled_events };
}

function ask(
	base: string,
	method: string,
	path: string,
	body?: URLSearchParams,
): Promise<Response> {
	return fetch(`${base}/v1/webhook_endpoints${path}`, {
		method,
		headers: { authorization: `Bearer ${simulatorKeys.secret}`, "stripe-version": apiVersion },
		...(body ? { body } : {}),
	});
}
