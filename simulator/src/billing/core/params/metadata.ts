// Metadata: small text values of the integrator, merged key by key.

import { invalidRequest } from "../stripe-error.ts";
import type { Param } from "./params.ts";

/** Keys to new values; null as a whole clears everything, an empty value deletes its key. */
export type MetadataPatch = Map<string, string> | null | undefined;

const limits = { keys: 50, keyLength: 40, valueLength: 500 };

export function metadata(): Param<MetadataPatch> {
	return {
		read(raw, path) {
			if (raw === undefined) return undefined;
			if (raw === "") return null;
			if (typeof raw === "string") throw invalidRequest("Invalid object", { param: path });
			const patch = new Map<string, string>();
			for (const [key, value] of raw) {
				const param = `${path}[${key}]`;
				if (typeof value !== "string") throw invalidRequest("Invalid string", { param });
				if (key.length > limits.keyLength || value.length > limits.valueLength) {
					throw invalidRequest(
						`Metadata keys may have ${limits.keyLength} characters, values ${limits.valueLength}`,
						{ param },
					);
				}
				patch.set(key, value);
			}
			return patch;
		},
	};
}

/** The metadata after the patch. More than 50 keys are refused. */
export function mergeMetadata(
	current: Readonly<Record<string, string>> | null,
	patch: MetadataPatch,
): Record<string, string> {
	if (patch === null) return {};
	const merged = new Map(Object.entries(current ?? {}));
	for (const [key, value] of patch ?? []) {
		if (value === "") merged.delete(key);
		else merged.set(key, value);
	}
	if (merged.size > limits.keys) {
		throw invalidRequest(`Metadata can have at most ${limits.keys} keys`, { param: "metadata" });
	}
	return Object.fromEntries(merged);
}
