// The single blows: each hits something of the scene, chosen by chance.
import type { Random } from "../world/random.ts";
import { sendForgery } from "./forgeries.ts";
import type { House, Scene } from "./scene.ts";
import type { Tally } from "./tally.ts";

/** When a process stopped doing anything, in milliseconds since 1970. */
export interface Gone {
	instance: string;
	atMs: number;
	how: "killed" | "frozen";
}

export interface Target {
	scene: Scene;
	tally: Tally;
	/** Where deaths are noted. */
	gone: Gone[];
	/** Ends early when all is being healed. */
	pause(ms: number): Promise<unknown>;
}

// Longer than any lease: the work is taken over, and the sleeper must not write when it wakes.
const freezeMs = 35_000;
const silenceMs = 10_000;
const stripeSilenceMs = 5_000;
const endpointDownMs = 5_000;

export function strikesOn(target: Target) {
	return {
		killBackend: (random: Random) => killBackend(target, random),
		killPostgres: () => killPostgres(target),
		breakLine: (random: Random) => breakLine(target, random),
		silenceStripe: () => silenceStripe(target),
		forge: (random: Random) => forge(target, random),
		disableEndpoint: () => disableEndpoint(target),
		freeze: (random: Random) => freeze(target, random),
	};
}

// One that is still starting is left alone: else a slow machine would never have any.
function readyHouse({ scene }: Target, random: Random): House | null {
	const ready = scene.houses.filter((house) => house.process.isReady());
	return ready.length === 0 ? null : random.pick(ready);
}

async function killBackend(target: Target, random: Random): Promise<void> {
	const instance = readyHouse(target, random)?.process.kill() ?? null;
	target.tally.add(instance === null ? "fault kill put off" : "fault backend killed");
	if (instance !== null) target.gone.push({ instance, atMs: Date.now(), how: "killed" });
}

async function killPostgres({ scene, tally }: Target): Promise<void> {
	await scene.postgres.kill();
	tally.add("fault postgres killed");
	const beganMs = performance.now();
	await scene.postgres.restart();
	tally.measure("postgres restart", performance.now() - beganMs);
}

async function freeze(target: Target, random: Random): Promise<void> {
	const { tally, gone, pause } = target;
	const house = readyHouse(target, random);
	if (!house) return;
	gone.push({ instance: house.process.instance(), atMs: Date.now(), how: "frozen" });
	house.process.freeze();
	tally.add("fault backend frozen");
	await pause(freezeMs);
	house.process.thaw();
}

async function breakLine({ scene, tally }: Target, random: Random): Promise<void> {
	const { databaseLine } = random.pick(scene.houses);
	const roll = random.next();
	if (roll < 0.4) databaseLine.cutNextCommit("before");
	else if (roll < 0.85) databaseLine.cutNextCommit("after");
	else if (roll < 0.93) {
		tally.add("fault database silent");
		databaseLine.fallSilent(silenceMs);
	} else {
		tally.add("fault database half open");
		databaseLine.leaveHalfOpen();
	}
}

async function silenceStripe({ scene, tally }: Target): Promise<void> {
	tally.add("fault stripe silent");
	scene.stripeLine.fallSilent(stripeSilenceMs);
}

async function forge({ scene, tally }: Target, random: Random): Promise<void> {
	const genuine = scene.webhookLine.latest();
	if (!genuine) return;
	const { url } = random.pick(scene.houses);
	await sendForgery(url, genuine, { random, secret: scene.webhookSecret, tally });
}

// What happens meanwhile is never sent.
async function disableEndpoint({ scene, tally, pause }: Target): Promise<void> {
	tally.add("fault endpoint disabled");
	const path = `/v1/webhook_endpoints/${scene.webhookEndpoint}`;
	await scene.stripe.ask("POST", path, { disabled: "true" });
	await pause(endpointDownMs);
	await scene.stripe.ask("POST", path, { disabled: "false" });
}
