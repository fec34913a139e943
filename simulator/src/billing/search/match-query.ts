// Which objects a query finds.
import { badQuery, type Clause, type Query } from "./parse-query.ts";

/** What a field may be asked: `part` also by substring, `number` also by size. */
export type FieldKind = "exact" | "part" | "number";

/** A searchable field: how it may be asked, and its value in an object. */
export interface SearchField<Item> {
	kind: FieldKind;
	of(record: Item): string | number | boolean | null | undefined;
}

export type SearchFields<Item> = Readonly<Record<string, SearchField<Item>>>;

type Found = string | number | boolean | null | undefined;

/** Tells whether an object fits the query. Errors (400): a field or an operator that is not searchable. */
export function matcherOf<Item extends object>(
	query: Query,
	fields: SearchFields<Item>,
): (record: Item) => boolean {
	const tests = query.clauses.map((clause) => testOf(clause, fields));
	return (record) =>
		query.joined === "or"
			? tests.some((test) => test(record))
			: tests.every((test) => test(record));
}

function testOf<Item extends object>(
	clause: Clause,
	fields: SearchFields<Item>,
): (record: Item) => boolean {
	const { kind, of } = fieldOf(clause, fields);
	refuseOperator(clause, kind);
	return (record) => fits(of(record), clause) !== clause.negated;
}

function fieldOf<Item extends object>(
	{ field, key }: Clause,
	fields: SearchFields<Item>,
): SearchField<Item> {
	if (field === "metadata" && key !== null) {
		return { kind: "part", of: (record) => metadataOf(record, key) };
	}
	const found = Object.hasOwn(fields, field) && key === null ? fields[field] : undefined;
	if (found !== undefined) return found;
	throw badQuery(
		`Field \`${field}\` is an unsupported search field for this resource. Searchable fields are: ${[...Object.keys(fields), "metadata"].join(", ")}.`,
	);
}

function metadataOf(record: object, key: string): Found {
	const metadata = "metadata" in record ? record.metadata : null;
	if (typeof metadata !== "object" || metadata === null) return null;
	const value = new Map<string, unknown>(Object.entries(metadata)).get(key);
	return typeof value === "string" ? value : null;
}

function refuseOperator({ field, operator, value }: Clause, kind: FieldKind): void {
	if (operator === ":") return;
	if (operator === "~" ? kind === "part" : kind === "number") {
		if (operator === "~" || /^-?\d+$/.test(value ?? "")) return;
		throw badQuery(`The value of \`${field}\` must be an integer to be compared.`);
	}
	throw badQuery(`Field \`${field}\` does not support the operator \`${operator}\`.`);
}

function fits(found: Found, { operator, value }: Clause): boolean {
	const absent = found === null || found === undefined;
	if (value === null) return absent;
	if (absent) return false;
	switch (operator) {
		case ":":
			return String(found).toLowerCase() === value.toLowerCase();
		case "~":
			return String(found).toLowerCase().includes(value.toLowerCase());
		case ">":
			return Number(found) > Number(value);
		case "<":
			return Number(found) < Number(value);
		case ">=":
			return Number(found) >= Number(value);
		case "<=":
			return Number(found) <= Number(value);
	}
}
