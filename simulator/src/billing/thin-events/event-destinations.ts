// Event destinations: webhook endpoints as the newer API knows them, for snapshots or for thin events.

import type { Draft } from "../core/draft.ts";
import { getRecord } from "../core/find.ts";
import type { EventDestination, WebhookEndpoint } from "../core/objects.ts";
import { mergeMetadata, metadata } from "../core/params/metadata.ts";
import { hash, list, oneOf, required, text, type Values } from "../core/params/params.ts";
import { invalidRequest } from "../core/stripe-error.ts";
import { instantText } from "../core/time/instant.ts";
import { createEndpoint, deleteEndpoint, updateEndpoint } from "../webhooks/webhook-endpoints.ts";
import { emitThin } from "./thin-event.ts";
import type { ThinEvent } from "./thin-records.ts";

const includable = oneOf("webhook_endpoint.signing_secret", "webhook_endpoint.url");
export const includeParams = { include: list(includable) };
const editable = {
	description: text(),
	enabled_events: list(text(), 300),
	metadata: metadata(),
	name: text(),
	webhook_endpoint: hash({ url: required(text()) }),
	...includeParams,
};
export const destinationUpdateParams = editable;
export const destinationCreateParams = {
	...editable,
	enabled_events: required(list(text(), 300)),
	event_payload: required(oneOf("snapshot", "thin")),
	events_from: list(oneOf("self")),
	name: required(text()),
	snapshot_api_version: text(),
	type: required(oneOf("webhook_endpoint")),
};
type Include = Values<typeof includeParams>["include"];

/** A new destination; the answer is the only one that may carry its secret. */
export function createDestination(
	draft: Draft,
	params: Values<typeof destinationCreateParams>,
): EventDestination {
	const { event_payload: payload, name, webhook_endpoint: target } = params;
	if (target === undefined) {
		throw invalidRequest("Missing required param: webhook_endpoint.", {
			code: "parameter_missing",
			param: "webhook_endpoint",
		});
	}
	const { secret, ...endpoint } = createEndpoint(draft, {
		api_version: undefined,
		connect: undefined,
		description: params.description,
		enabled_events: params.enabled_events,
		metadata: params.metadata,
		url: target.url,
	});
	draft.put("destination", { id: endpoint.id, name, payload, updatedAt: draft.now });
	const shown = showDestination(draft, endpoint, params.include);
	if (!params.include?.includes("webhook_endpoint.signing_secret") || secret === undefined) {
		return shown;
	}
	return { ...shown, webhook_endpoint: { ...shown.webhook_endpoint, signing_secret: secret } };
}

/** Changes what was sent and nothing else. */
export function updateDestination(
	draft: Draft,
	id: string,
	params: Values<typeof destinationUpdateParams>,
): EventDestination {
	const endpoint = updateEndpoint(draft, id, {
		description: params.description,
		disabled: undefined,
		enabled_events: params.enabled_events,
		metadata: params.metadata,
		url: params.webhook_endpoint?.url,
	});
	touch(draft, id, params.name);
	return showDestination(draft, endpoint, params.include);
}

/** Events that happen while it is disabled never reach it. */
export function switchDestination(draft: Draft, id: string, isOn: boolean): EventDestination {
	const before = getRecord(draft, "webhook_endpoint", { id });
	const status = isOn ? "enabled" : "disabled";
	touch(draft, id, undefined);
	return showDestination(draft, draft.put("webhook_endpoint", { ...before, status }), undefined);
}

/** An event of its own kind, sent to this destination alone. */
export function pingDestination(draft: Draft, id: string): ThinEvent {
	getRecord(draft, "webhook_endpoint", { id });
	const type = "v2.core.event_destination";
	const related_object = { id, type, url: `/v2/core/event_destinations/${id}` };
	return emitThin(draft, { type: `${type}.ping`, related_object }, id);
}

export function deleteDestination(draft: Draft, id: string): object {
	deleteEndpoint(draft, id);
	draft.remove("destination", id);
	return { id, object: "v2.core.event_destination" };
}

function touch(draft: Draft, id: string, name: string | undefined): void {
	const before = draft.get("destination", id);
	const updatedAt = draft.now;
	if (before !== undefined) {
		draft.put("destination", { ...before, name: name ?? before.name, updatedAt });
	} else if (name !== undefined) {
		draft.put("destination", { id, name, payload: "snapshot", updatedAt });
	}
}

/** One made by the older API is a destination for snapshots that has no name. */
export function showDestination(
	draft: Draft,
	endpoint: WebhookEndpoint,
	include: Include,
): EventDestination {
	const record = draft.get("destination", endpoint.id);
	const isOff = endpoint.status === "disabled";
	const isSnapshot = record?.payload !== "thin";
	return {
		id: endpoint.id,
		object: "v2.core.event_destination",
		created: instantText(endpoint.created),
		description: endpoint.description ?? "",
		enabled_events: endpoint.enabled_events,
		event_payload: record?.payload ?? "snapshot",
		events_from: ["self"],
		livemode: false,
		metadata: mergeMetadata(endpoint.metadata, undefined),
		name: record?.name ?? "",
		...(isSnapshot && endpoint.api_version ? { snapshot_api_version: endpoint.api_version } : {}),
		status: isOff ? "disabled" : "enabled",
		...(isOff ? { status_details: { disabled: { reason: "user" } } } : {}),
		type: "webhook_endpoint",
		updated: instantText(record?.updatedAt ?? endpoint.created),
		webhook_endpoint: include?.includes("webhook_endpoint.url") ? { url: endpoint.url } : {},
	};
}
