// A world: some customers, a simulated year, bad weather, then calm, and the comparison with the truth.
import type { Clock } from "../../src/domain/clock.ts";
import { loadCatalog } from "../../src/operations/load-catalog.ts";
import { reconcile } from "../../src/operations/reconcile.ts";
import type { ChaosDatabase } from "./database.ts";
import { carryOut } from "./deeds.ts";
import { createDeliveries, type Deliveries } from "./deliveries.ts";
import { type Counts, count, createFaults, drawRates, type Faults } from "./faults.ts";
import { type HouseParts, openHouse } from "./house.ts";
import { type Act, drawLife } from "./life.ts";
import { createPace, type Pace } from "./pace.ts";
import { aUserRow } from "./people.ts";
import { createQueue, type Queue } from "./queue.ts";
import { createRandom, type Random } from "./random.ts";
import { createShop, type Shop } from "./shop.ts";
import { openStripeSide, type StripeSide, secretKey } from "./stripe-side.ts";
import { differences, finalHash, violations } from "./truth.ts";
import { createTurns } from "./turns.ts";

export interface WorldSpec {
	seed: string;
	/** Which people of this seed live in it. */
	people: readonly number[];
	days: number;
	/** Faults that never strike. */
	off: ReadonlySet<string>;
	/** Deeds left out, as `<person>:<place in the life>`. */
	without: ReadonlySet<string>;
}

export interface WorldResult {
	problems: string[];
	hash: string;
	events: number;
	/** What happened, line by line. */
	history: string[];
}

/** All that a world is made of. */
interface World {
	spec: WorldSpec;
	random: Random;
	database: ChaosDatabase;
	stripe: StripeSide;
	faults: Faults;
	counts: Counts;
	queue: Queue;
	time: { ms: number };
	house: Omit<HouseParts, "name">;
	pace: Pace;
	deliveries: Deliveries;
	shop: Shop;
	note: (line: string) => void;
}

const startMs = Date.UTC(2026, 0, 1);
const dayMs = 86_400_000;

/** Lives the world through to its end. The same spec gives the same result, to the hash. */
export async function liveWorld(
	database: ChaosDatabase,
	spec: WorldSpec,
	counts: Counts,
): Promise<WorldResult> {
	await database.clear();
	await database.setNow(startMs);
	const stripe = await openStripeSide(spec.seed, startMs);
	const history: string[] = [];
	const world = createWorld({ spec, database, stripe, counts, history });
	try {
		await settleIn(world);
		await liveOn(world);
		const problems = await heal(world);
		const acked = world.deliveries.acked();
		problems.push(...(await violations({ database, stripe }, acked, world.shop.exempt)));
		return { problems, hash: await finalHash(database), events: acked.size, history };
	} finally {
		world.house.turns.close();
		world.pace.end();
		await stripe.close();
	}
}

function createWorld(
	given: Pick<World, "spec" | "database" | "stripe" | "counts"> & { history: string[] },
): World {
	const { spec, stripe, counts, history } = given;
	const random = createRandom(spec.seed);
	const time = { ms: startMs };
	const note = (line: string) => {
		history.push(`${((time.ms - startMs) / 1000).toFixed(0).padStart(9)} s  ${line}`);
	};
	const rates = drawRates(random.fork("rates"));
	const faults = createFaults(random.fork("faults"), rates, { off: spec.off, counts });
	const house = createHouseParts({ ...given, random, faults, time, note });
	const queue = createQueue();
	const collect = async () => {
		for (const event of await stripe.newEvents()) deliveries.send(event);
	};
	const pace = createPace({
		...given,
		random: random.fork("pace"),
		house,
		time,
		onSeconds: collect,
	});
	const { aHouse } = pace;
	const outside = { faults, counts, queue, time, aHouse, note, stripe };
	const deliveries = createDeliveries({ ...outside, random: random.fork("deliveries") });
	const shop = createShop({ ...outside, random: random.fork("shop") });
	return { ...given, random, faults, queue, time, house, pace, deliveries, shop, note };
}

function createHouseParts(
	given: Pick<World, "database" | "stripe" | "counts" | "random" | "faults" | "time" | "note">,
): Omit<HouseParts, "name"> {
	const { database, faults, counts, time, note } = given;
	const now = () => new Date(time.ms);
	const clock: Clock = { now, wallNow: now, monotonicMs: () => time.ms };
	const ids = given.random.fork("ids");
	let made = 0;
	const newId = () => `id_${made++}_${ids.between(0, 1e9)}`;
	const turns = createTurns(given.random.fork("turns"), () => time.ms);
	const stripe = { secretKey, apiBase: new URL(given.stripe.url) };
	return { database, turns, faults, counts, clock, newId, stripe, note };
}

async function settleIn(world: World): Promise<void> {
	const { spec, database, shop } = world;
	const fair: Faults = { strikes: () => false, heal() {} };
	const first = openHouse({ ...world.house, name: "the first", faults: fair });
	first.start("catalogue", () => loadCatalog(first.deps, { push: true }));
	await world.pace.untilRest();
	await shop.readPrices();
	for (const person of spec.people) {
		const userId = await aUserRow(database, person);
		drawLife(world.random.fork(`life/${person}`), spec.days).forEach((act, place) => {
			if (!spec.without.has(`${person}:${place}`)) enqueue(world, userId, act);
		});
	}
	for (let day = 0; day < spec.days; day++) world.queue.add(startMs + day * dayMs, () => {});
}

function enqueue(world: World, userId: string, { at, deed }: Act): void {
	const { shop, stripe, note, counts } = world;
	world.queue.add(startMs + at * 1000, async () => {
		note(`${userId} ${JSON.stringify(deed)}`);
		count(counts, `deed: ${deed.kind}`);
		if (deed.kind === "subscribe") return shop.visit(userId, deed);
		const customerId = await shop.customerOf(world.database, userId);
		if (customerId === null) return;
		if (deed.kind === "subscribe-by-dashboard") shop.exempt.add(customerId);
		await carryOut(stripe, deed, { customerId, priceOf: shop.priceOf });
	});
}

async function liveOn(world: World): Promise<void> {
	const { queue, pace, time } = world;
	const choices = world.random.fork("choices");
	for (let at = queue.nextAt(); at !== null; at = queue.nextAt()) {
		await pace.moveTo(Math.max(at, time.ms));
		const windowMs = choices.pick([0, 0, 2_000, 3_600_000]);
		for (const begin of choices.shuffle(queue.takeUntil(time.ms + windowMs))) {
			await begin();
			await collect(world);
			await pace.someSteps(choices.between(0, 8));
		}
		if (choices.chance(0.7)) await pace.untilRest();
		if (time.ms > startMs + world.spec.days * dayMs) return;
	}
}

async function collect({ stripe, deliveries }: World): Promise<void> {
	for (const event of await stripe.newEvents()) deliveries.send(event);
}

/** Everything works from here on: all that is under way arrives, and then nothing may differ. */
async function heal(world: World): Promise<string[]> {
	const { database, stripe, deliveries, pace, counts } = world;
	world.note("all faults end");
	world.faults.heal();
	const problems = await untilDone(world);
	const before = await differences(database, stripe);
	count(counts, "repaired by the reconcile", before.length);
	if (deliveries.lost() === 0) {
		count(counts, "worlds in which no delivery was lost");
		problems.push(...before.map((line) => `without a reconcile: ${line}`));
	}
	const house = pace.aHouse();
	const options = { force: true, signal: new AbortController().signal };
	house.start("reconcile", () => reconcile(house.deps, options));
	problems.push(...(await untilDone(world)));
	problems.push(...(await differences(database, stripe)));
	if (counts.get("I15 a forged event was taken")) problems.push("I15 a forged event was taken");
	return problems;
}

// What is due far in the future, and at no time of interest any more, is done as well.
async function untilDone({ pace, database, queue, time }: World): Promise<string[]> {
	for (let round = 0; round < 2_000; round++) {
		await pace.untilRest();
		const [waiting] = await database.query<{ n: number }>(
			`select (select count(*) from lanes where run_at is not null)::int
				+ (select count(*) from stripe_events where status = 'pending')::int as n`,
		);
		if (waiting?.n === 0 && queue.nextAt() === null) return [];
		const next = waiting?.n === 0 ? (queue.nextAt() ?? 0) : time.ms + 20_000;
		await pace.moveTo(Math.max(next, time.ms + 1_000));
		pace.drainAll();
		for (const begin of queue.takeUntil(time.ms)) await begin();
	}
	return ["I3 work is left after hours of calm"];
}
