// Stripe's search language: from text to clauses.
import { invalidRequest } from "../core/stripe-error.ts";

/** `:` equals, `~` contains, the rest compare numbers. */
type Operator = ":" | "~" | ">" | "<" | ">=" | "<=";

export interface Clause {
	field: string;
	/** The key inside `metadata["key"]`; null for every other field. */
	key: string | null;
	operator: Operator;
	/** Null stands for `null`: the field has no value. */
	value: string | null;
	negated: boolean;
}

export interface Query {
	joined: "and" | "or";
	clauses: Clause[];
}

const mostClauses = 10;
const shortestPart = 3;

const clausePattern =
	/(-?)([a-z_.0-9]+)(?:\[("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\])?\s*(:|~|>=|<=|>|<)\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s"']+)/iy;
const joinPattern = /\s+(?:(and|or)\s+)?/iy;

/**
 * Reads `field:"value" AND -metadata["key"]:null` and its like. A space alone means AND. Errors (400):
 * text that is no clause, AND mixed with OR, more than ten clauses, a `~` of fewer than three letters.
 * Source: docs, Search query language.
 */
export function parseQuery(text: string): Query {
	const source = text.trim();
	const clauses: Clause[] = [];
	const joins = new Set<string>();
	let place = 0;
	while (place < source.length) {
		if (clauses.length > 0) {
			const [join, after] = matchAt(joinPattern, source, place);
			joins.add((join[1] ?? "and").toLowerCase());
			place = after;
		}
		const [clause, after] = matchAt(clausePattern, source, place);
		clauses.push(toClause(clause));
		place = after;
	}
	if (clauses.length === 0) throw badQuery("The search query is empty.");
	if (joins.size > 1) {
		throw badQuery("Your query mixes AND and OR. Use one of them; parentheses are not supported.");
	}
	if (clauses.length > mostClauses) {
		throw badQuery(`A query can have at most ${mostClauses} clauses.`);
	}
	return { joined: joins.has("or") ? "or" : "and", clauses };
}

function matchAt(pattern: RegExp, source: string, place: number): [RegExpExecArray, number] {
	pattern.lastIndex = place;
	const match = pattern.exec(source);
	if (match !== null) return [match, pattern.lastIndex];
	throw badQuery(
		`We were unable to parse your search query near "${source.slice(place, place + 30)}". Try using the format \`metadata["key"]:"value"\` to query for metadata or key:"value" to query for other fields.`,
	);
}

function toClause(match: RegExpExecArray): Clause {
	const [, minus = "", field = "", key, operator = ":", raw = ""] = match;
	const value = raw === "null" ? null : unquoted(raw);
	const found = operators.find((one) => one === operator) ?? ":";
	if (found === "~" && (value ?? "").length < shortestPart) {
		throw badQuery(`Substring searches need at least ${shortestPart} characters.`);
	}
	return {
		field: field.toLowerCase(),
		key: key === undefined ? null : unquoted(key),
		operator: found,
		value,
		negated: minus === "-",
	};
}

const operators: readonly Operator[] = [":", "~", ">", "<", ">=", "<="];

function unquoted(text: string): string {
	if (!/^["']/.test(text)) return text;
	return text.slice(1, -1).replace(/\\(.)/g, "$1");
}

/** A query that says nothing the search understands. */
export function badQuery(message: string) {
	return invalidRequest(message, { param: "query" });
}
