// Whether Stripe's types of today know a field, and whether they promise it.
import { isRecord } from "../test/support/schema-check.ts";
import { hasStripeData, readData } from "./stripe-data.ts";

type Schema = Record<string, unknown>;

const schemas: Schema = hasStripeData ? readSchemas() : {};

function readSchemas(): Schema {
	const content: unknown = JSON.parse(readData("openapi-billing.json"));
	const components = isRecord(content) && isRecord(content.components) ? content.components : {};
	return isRecord(components.schemas) ? components.schemas : {};
}

/** `unknown`: no such field. `optional`: may be left out. `promised`: always there. */
export type FieldStanding = "unknown" | "optional" | "promised";

/** How the field stands that a path such as `invoice.lines[].amount` names. */
export function fieldStanding(object: string, where: string): FieldStanding {
	const path = where.slice(object.length + 1).replaceAll("[]", "");
	const keys = path.split(".");
	const last = keys.pop() ?? "";
	let owners = alternatives(schemas[object]);
	for (const key of keys) owners = owners.flatMap((owner) => alternatives(propertyOf(owner, key)));
	const knowing = owners.filter((owner) => propertyOf(owner, last) !== undefined);
	if (knowing.length === 0) return "unknown";
	const promised = knowing.some(
		({ required }) => Array.isArray(required) && required.includes(last),
	);
	return promised ? "promised" : "optional";
}

function propertyOf(owner: Schema, key: string): unknown {
	return isRecord(owner.properties) ? owner.properties[key] : undefined;
}

/** The shapes a schema may stand for: references followed, choices spread, arrays opened. */
function alternatives(schema: unknown): Schema[] {
	if (!isRecord(schema)) return [];
	if (typeof schema.$ref === "string") {
		return alternatives(schemas[schema.$ref.split("/").at(-1) ?? ""]);
	}
	if (Array.isArray(schema.anyOf)) return schema.anyOf.flatMap(alternatives);
	return schema.type === "array" ? alternatives(schema.items) : [schema];
}
