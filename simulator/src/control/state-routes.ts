// /_simulator/reset, snapshots and settings: the state as a whole, and how it behaves.
import type { FastifyInstance, FastifyReply } from "fastify";
import { type Settings, settingWords } from "../billing/settings.ts";
import { isSnapshotName } from "../state/disk/snapshots.ts";
import type { World } from "../state/world.ts";
import { isObject } from "./clock-target.ts";

export function registerState(app: FastifyInstance, world: World): void {
	app.post("/_simulator/reset", () => {
		world.reset();
		return clockOf(world);
	});
	app.get("/_simulator/snapshots", () => ({ data: world.snapshotNames() }));
	app.post("/_simulator/snapshot", (request, reply) => {
		const name = nameIn(request.body);
		if (name === null) return refuse(reply, nameRule);
		world.saveSnapshot(name);
		return { name };
	});
	app.post("/_simulator/restore", (request, reply) => {
		const name = nameIn(request.body);
		if (name === null) return refuse(reply, nameRule);
		if (!world.restoreSnapshot(name)) {
			return reply.code(404).send({ error: { message: `No such snapshot: ${name}` } });
		}
		return { name, ...clockOf(world) };
	});
	app.get("/_simulator/settings", () => world.settings);
	app.post("/_simulator/settings", (request, reply) => {
		const problem = problemIn(world.settings, request.body);
		if (problem !== null) return refuse(reply, problem);
		// Every name and value was just held against the settings themselves.
		world.configure(request.body as Partial<Settings>);
		return world.settings;
	});
}

const nameRule = "`name` is 1 to 64 letters, digits, dashes or underscores.";

function nameIn(body: unknown): string | null {
	return isObject(body) && isSnapshotName(body.name) ? body.name : null;
}

/** What is wrong with the settings sent, or null. */
function problemIn(current: Settings, body: unknown): string | null {
	if (!isObject(body)) return "Send a JSON object of settings.";
	const known = new Map<string, unknown>(Object.entries(current));
	const words = new Map<string, readonly unknown[]>(Object.entries(settingWords));
	for (const [name, value] of Object.entries(body)) {
		if (!known.has(name)) return `There is no setting \`${name}\`.`;
		const choices = words.get(name);
		const isList = Array.isArray(known.get(name));
		if (choices !== undefined) {
			const said = isList && Array.isArray(value) ? value : [value];
			if (said.every((one) => choices.includes(one)) && Array.isArray(value) === isList) continue;
			return `\`${name}\` is ${isList ? "a list of" : "one of"} ${choices.join(", ")}.`;
		}
		if (!sameKind(known.get(name), value))
			return `\`${name}\` must be a ${kindOf(known.get(name))}.`;
	}
	return null;
}

function kindOf(value: unknown): string {
	if (Array.isArray(value)) return "list of numbers that are not negative";
	return typeof value === "number" ? "number that is not negative" : typeof value;
}

function sameKind(current: unknown, value: unknown): boolean {
	if (Array.isArray(current)) {
		return Array.isArray(value) && value.every((one) => sameKind(0, one));
	}
	if (typeof value === "number" && !(Number.isFinite(value) && value >= 0)) return false;
	return typeof value === typeof current;
}

export function clockOf(world: World) {
	return { now: world.now(), offset_seconds: world.offset() };
}

export function refuse(reply: FastifyReply, message: string) {
	return reply.code(400).send({ error: { message } });
}
