// Which requests go wrong: rules that can be added while the simulator runs.
import { createHash } from "node:crypto";
import type { FaultKind } from "./fault-kinds.ts";

export interface FaultWish {
	kind: FaultKind;
	/** GET, POST or DELETE; null for any. */
	method: string | null;
	/** `/v1/customers/*`: a star stands for one part of the path, `**` at the end for all that follow. */
	path: string;
	/** From 0 to 1: how many of the matching requests are struck. */
	rate: number;
	/** After so many strikes the rule rests; null for no end. */
	count: number | null;
	/** How long `latency` waits and `timeout_after` holds the connection, in milliseconds. */
	ms: number;
}

export interface FaultRule extends FaultWish {
	/** `fault_1`, `fault_2` … in the order they were added. */
	id: string;
	/** How many requests matched, and how many of them were struck. */
	matched: number;
	struck: number;
}

export interface Faults {
	add(wish: FaultWish): FaultRule;
	list(): readonly FaultRule[];
	/** False when there is no such rule. */
	remove(id: string): boolean;
	clear(): void;
	/** The rules that strike this request, in the order they were added; each counts it. */
	strike(request: { method: string; url: string }): FaultRule[];
}

/** All rules, and how many were added so far. Never changed in place. */
export interface FaultList {
	added: number;
	rules: readonly FaultRule[];
}

/** Where the rules are kept. */
export interface FaultKeeper {
	read(): FaultList;
	write(list: FaultList): void;
}

const noFaults: FaultList = { added: 0, rules: [] };

/** Same seed, same rules, same requests: same strikes. Unless a keeper is given, the rules end with the process. */
export function createFaults(seed: string, keeper: FaultKeeper = keptInMemory()): Faults {
	const rules = () => keeper.read().rules;
	return {
		add(wish) {
			const added = keeper.read().added + 1;
			const rule = { ...wish, id: `fault_${added}`, matched: 0, struck: 0 };
			keeper.write({ added, rules: [...rules(), rule] });
			return rule;
		},
		list: rules,
		remove(id) {
			const left = rules().filter((rule) => rule.id !== id);
			const found = left.length < rules().length;
			if (found) keeper.write({ ...keeper.read(), rules: left });
			return found;
		},
		clear: () => keeper.write(noFaults),
		strike(request) {
			const before = rules();
			const after = before.map((rule) => (matches(rule, request) ? counted(seed, rule) : rule));
			if (after.every((rule, place) => rule === before[place])) return [];
			keeper.write({ ...keeper.read(), rules: after });
			return after.filter(({ struck }, place) => struck !== before[place]?.struck);
		},
	};
}

/** The rule after one more request that it matches. */
function counted(seed: string, rule: FaultRule): FaultRule {
	const matched = rule.matched + 1;
	const rests = rule.count !== null && rule.struck >= rule.count;
	const strikes = !rests && chance(`${seed}/${rule.id}/${matched}`) < rule.rate;
	return { ...rule, matched, struck: rule.struck + (strikes ? 1 : 0) };
}

function keptInMemory(): FaultKeeper {
	let list = noFaults;
	return {
		read: () => list,
		write: (next) => {
			list = next;
		},
	};
}

/** A number from 0 to 1, always the same for the same text. */
export function chance(text: string): number {
	return createHash("sha256").update(text).digest().readUInt32BE(0) / 2 ** 32;
}

function matches(rule: FaultRule, { method, url }: { method: string; url: string }): boolean {
	if (rule.method !== null && rule.method !== method) return false;
	const [path = "", query = ""] = url.split("?");
	if (rule.kind === "fail_next_page") {
		const params = new URLSearchParams(query);
		if (!["starting_after", "ending_before", "page"].some((name) => params.has(name))) return false;
	}
	return fits(path.split("/"), rule.path.split("/"));
}

function fits(parts: readonly string[], pattern: readonly string[]): boolean {
	const open = pattern.at(-1) === "**";
	const fixed = open ? pattern.slice(0, -1) : pattern;
	if (open ? parts.length < fixed.length : parts.length !== fixed.length) return false;
	return fixed.every((expected, place) => expected === "*" || expected === parts[place]);
}
