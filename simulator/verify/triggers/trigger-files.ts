// The request sequences by which Stripe's own command line makes an event happen.
import { isRecord } from "../../test/support/schema-check.ts";
import { listData, readData } from "../stripe-data.ts";

/** One request. Its parameters may name an earlier answer: `${customer:id}`. */
export interface Step {
	name: string;
	method: string;
	path: string;
	params: Record<string, unknown>;
	/** What is sent to say who asks, where it is not the API key. */
	credential: string | null;
	/** The kind of error that counts as well as success. */
	mayFailWith: string | null;
}

/** A file without its ending, which is the event it is about, and its requests in order. */
export interface Trigger {
	name: string;
	steps: Step[];
}

/** Every sequence there is; none when the data is not beside the project. */
export function readTriggers(): Trigger[] {
	return listData("triggers").map((file) => ({
		name: file.replace(/\.json$/, ""),
		steps: stepsOf(JSON.parse(readData(`triggers/${file}`))),
	}));
}

function stepsOf(content: unknown): Step[] {
	const fixtures = isRecord(content) && Array.isArray(content.fixtures) ? content.fixtures : [];
	return fixtures.filter(isRecord).map((fixture) => ({
		name: String(fixture.name),
		method: String(fixture.method),
		path: String(fixture.path),
		params: isRecord(fixture.params) ? fixture.params : {},
		credential: credentialIn(fixture.headers),
		mayFailWith:
			typeof fixture.expected_error_type === "string" ? fixture.expected_error_type : null,
	}));
}

function credentialIn(headers: unknown): string | null {
	const sent = isRecord(headers) ? headers.Authorization : undefined;
	return typeof sent === "string" ? sent.replace(/^Bearer /, "") : null;
}

/** The event the file is about. Two files are named after a story, not after the event that tells it. */
export function eventOf(trigger: string): string {
	return trigger.replace(/^subscription\.payment_/, "invoice.payment_");
}
