// Webhook endpoints: where events are sent, and the secret that signs them.
import type { DeletedStub } from "../core/collections.ts";
import type { Draft } from "../core/draft.ts";
import { apiVersion } from "../core/events.ts";
import { getRecord } from "../core/find.ts";
import { kept } from "../core/kept.ts";
import type { WebhookEndpoint } from "../core/objects.ts";
import { mergeMetadata, metadata } from "../core/params/metadata.ts";
import {
	boolean,
	clearable,
	list,
	oneOf,
	required,
	text,
	type Values,
} from "../core/params/params.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import { newSecret } from "./roll-secret.ts";

export const endpointCreateParams = {
	api_version: oneOf(apiVersion),
	connect: boolean(),
	description: clearable(text()),
	enabled_events: required(list(text(), 300)),
	metadata: metadata(),
	url: required(text()),
};
export const endpointUpdateParams = {
	description: clearable(text()),
	disabled: boolean(),
	enabled_events: list(text(), 300),
	metadata: metadata(),
	url: text(),
};

/** A new endpoint; the answer is the only one that carries its secret. */
export function createEndpoint(
	draft: Draft,
	params: Values<typeof endpointCreateParams>,
): WebhookEndpoint {
	refuseFarTarget(params.url);
	const endpoint = draft.put("webhook_endpoint", {
		id: draft.newId("we"),
		object: "webhook_endpoint",
		api_version: params.api_version ?? null,
		application: null,
		created: draft.now,
		description: params.description ?? null,
		enabled_events: requireSome(params.enabled_events),
		livemode: false,
		metadata: mergeMetadata({}, params.metadata),
		status: "enabled",
		url: params.url,
	});
	const secret = newSecret(draft);
	draft.put("secret", { id: endpoint.id, secrets: [{ value: secret, expiresAtMs: null }] });
	return { ...endpoint, secret };
}

export function updateEndpoint(
	draft: Draft,
	id: string,
	params: Values<typeof endpointUpdateParams>,
): WebhookEndpoint {
	const before = getRecord(draft, "webhook_endpoint", { id });
	if (params.url !== undefined) refuseFarTarget(params.url);
	const status = params.disabled ? "disabled" : "enabled";
	// Enabled by hand, it has all its days again.
	if (params.disabled === false) draft.remove("endpointHealth", id);
	return draft.put("webhook_endpoint", {
		...before,
		description: kept(params.description, before.description),
		enabled_events:
			params.enabled_events === undefined
				? before.enabled_events
				: requireSome(params.enabled_events),
		metadata: mergeMetadata(before.metadata, params.metadata),
		status: params.disabled === undefined ? before.status : status,
		url: params.url ?? before.url,
	});
}

/** Nothing is delivered to it any more, pending deliveries included. */
export function deleteEndpoint(draft: Draft, id: string): DeletedStub {
	getRecord(draft, "webhook_endpoint", { id });
	draft.remove("webhook_endpoint", id);
	draft.remove("secret", id);
	draft.remove("endpointHealth", id);
	return { id, object: "webhook_endpoint", deleted: true };
}

function requireSome(events: string[]): string[] {
	if (events.length > 0) return events;
	throw invalidRequest("Missing required param: enabled_events.", {
		code: "parameter_missing",
		param: "enabled_events",
	});
}

/** Pretend events must not reach a real server: only this machine is a target. */
function refuseFarTarget(url: string): void {
	const parsed = URL.parse(url);
	if (parsed === null || !["http:", "https:"].includes(parsed.protocol)) {
		throw invalidRequest("Invalid URL: An explicit scheme (such as http) must be provided.", {
			code: "url_invalid",
			param: "url",
		});
	}
	if (isLoopback(parsed.hostname)) return;
	throw invalidRequest(
		`This simulator delivers to this machine only (localhost, 127.0.0.0/8 or [::1]), not to ${parsed.hostname}.`,
		{ code: "url_invalid", param: "url" },
	);
}

/** Whether a host name, as a URL holds it, is this machine. */
export function isLoopback(hostname: string): boolean {
	return (
		hostname === "localhost" ||
		hostname === "[::1]" ||
		hostname === "::1" ||
		/^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname)
	);
}
