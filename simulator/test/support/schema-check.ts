// Checks what the simulator says against Stripe's published shapes, when they are at hand.
import { existsSync, readFileSync } from "node:fs";
import { unpublishedShapes } from "./unpublished-shapes.ts";

interface Schema {
	$ref?: string;
	type?: string;
	nullable?: boolean;
	anyOf?: Schema[];
	enum?: unknown[];
	items?: Schema;
	properties?: Record<string, Schema>;
	required?: string[];
	additionalProperties?: Schema | boolean;
	"x-expansionResources"?: string[];
	"x-open-enum"?: boolean;
	"x-pruned"?: boolean;
	"x-resourceId"?: string;
}

const file = new URL("../../../../shared/stripe/openapi-billing.json", import.meta.url);

/** Whether the shapes are there; without them every check passes and says so once. */
export const hasSchemas = existsSync(file);
if (!hasSchemas) console.warn("No Stripe schemas beside the project: answers are not checked.");

const schemas: Record<string, Schema> = hasSchemas
	? { ...unpublishedShapes, ...JSON.parse(readFileSync(file, "utf8")).components.schemas }
	: {};

/** Every way the object departs from the schema its `object` field names; empty when it holds. */
export function problemsOf(value: unknown): string[] {
	if (!hasSchemas || !isRecord(value)) return [];
	if ("error" in value) return errorProblems(value);
	const name = String(value.object);
	if (name === "list" || name === "search_result") {
		return Array.isArray(value.data) ? value.data.flatMap(problemsOf) : ["list without data"];
	}
	// The published shapes leave this one out; its list of entitlements is checked all the same.
	if (name === "entitlements.active_entitlement_summary") return problemsOf(value.entitlements);
	// The newer API's lists have no name, what it deleted is an id, and what it only took in is nothing.
	if (!("object" in value) && Array.isArray(value.data)) return value.data.flatMap(problemsOf);
	if (Object.keys(value).length === 0) return [];
	if (name.startsWith("v2.") && Object.keys(value).length === 2) return [];
	const plain = value.deleted === true ? `deleted_${name}` : name;
	const key = plain.startsWith("v2.billing.") ? `v2.${plain}` : plain;
	if (!(key in schemas)) return [`no schema for ${key}`];
	const own = walk(schemaNamed(key), value, key);
	return key === "event" ? [...own, ...eventProblems(value)] : own;
}

/** The published words for kinds of error lack those of the newer API. */
function errorProblems(value: Record<string, unknown>): string[] {
	const problems = walk(schemaNamed("error"), value, "error");
	return problems.filter((problem) => !problem.endsWith("words: temporary_session_expired"));
}

/** Events that say what changed although their names do not end so. Recorded. */
const toldAsUpdates = new Set(["charge.refunded", "payment_method.detached"]);

/** The snapshot in an event has a shape of its own, and so have the old values beside it. */
function eventProblems(event: Record<string, unknown>): string[] {
	const data = isRecord(event.data) ? event.data : {};
	const object = isRecord(data.object) ? data.object : {};
	const previous = isRecord(data.previous_attributes) ? data.previous_attributes : {};
	const odd = Object.keys(previous).filter(
		(key) => !(key in object) || JSON.stringify(previous[key]) === JSON.stringify(object[key]),
	);
	const type = String(event.type);
	const isUpdate = type.endsWith("updated") || toldAsUpdates.has(type);
	// An invoice that is only announced has no id yet.
	const shown = type === "invoice.upcoming" ? { id: "upcoming", ...object } : object;
	return [
		...problemsOf(shown).map((problem) => `${type}: ${problem}`),
		...odd.map((key) => `${type}: previous_attributes.${key} did not change`),
		...(!isUpdate && "previous_attributes" in data ? [`${type} has previous_attributes`] : []),
	];
}

function schemaNamed(name: string): Schema {
	return schemas[name] ?? {};
}

function resolved(schema: Schema): Schema {
	return schema.$ref === undefined
		? schema
		: resolved(schemaNamed(schema.$ref.split("/").at(-1) ?? ""));
}

function walk(given: Schema, value: unknown, path: string): string[] {
	const schema = resolved(given);
	if (value === null) {
		const allowed = given.nullable || schema.nullable || Object.keys(schema).length === 0;
		return allowed ? [] : [`${path} is null`];
	}
	if (given["x-pruned"] && schema.properties === undefined) return [];
	if (schema.anyOf !== undefined) {
		// Some lists of choices are shortened; what a field may be expanded to is named beside them.
		const further = (schema["x-expansionResources"] ?? []).map((name) => ({ $ref: `/${name}` }));
		return walkAny([...schema.anyOf, ...further], value, path);
	}
	switch (schema.type) {
		case "object":
			return walkObject(schema, value, path);
		case "array":
			if (!Array.isArray(value)) return [`${path} is not an array`];
			return value.flatMap((one) => walk(schema.items ?? {}, one, `${path}[]`));
		case "string":
			if (typeof value !== "string") return [`${path} is not a string: ${value}`];
			return schema.enum && !schema["x-open-enum"] && !schema.enum.includes(value)
				? [`${path} is not one of its words: ${value}`]
				: [];
		case "integer":
			return Number.isInteger(value) ? [] : [`${path} is not an integer: ${value}`];
		case "number":
			return typeof value === "number" ? [] : [`${path} is not a number: ${value}`];
		case "boolean":
			return typeof value === "boolean" ? [] : [`${path} is not a boolean: ${value}`];
		default:
			return [];
	}
}

function walkAny(choices: Schema[], value: unknown, path: string): string[] {
	const attempts = choices
		.filter((choice) => {
			const schema = resolved(choice);
			if (isRecord(value) && schema["x-resourceId"] !== undefined) {
				return schema["x-resourceId"] === value.object;
			}
			return typeof value === "string"
				? schema.type !== "object" && schema.type !== "array"
				: schema.type !== "string";
		})
		.map((choice) => walk(choice, value, path));
	attempts.sort((left, right) => left.length - right.length);
	return attempts[0] ?? [`${path} fits no choice: ${JSON.stringify(value).slice(0, 80)}`];
}

function walkObject(schema: Schema, value: unknown, path: string): string[] {
	if (!isRecord(value)) return [`${path} is not an object`];
	const { properties } = schema;
	if (properties === undefined) {
		const each = schema.additionalProperties;
		if (typeof each !== "object") return [];
		return Object.values(value).flatMap((one) => walk(each, one, `${path}.*`));
	}
	const missing = (schema.required ?? []).filter((key) => !(key in value));
	const inner = Object.entries(value).flatMap(([key, one]) => {
		const property = properties[key];
		if (property !== undefined) return walk(property, one, `${path}.${key}`);
		const open = "additionalProperties" in schema || schema["x-pruned"];
		return open ? [] : [`${path}.${key} is unknown`];
	});
	return [...missing.map((key) => `${path}.${key} is missing`), ...inner];
}

export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
