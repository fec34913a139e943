// One run: a town of users lives for some months while everything fails, then all is healed and compared.
import { createRandom, type Random } from "../world/random.ts";
import { drawRates, type Faults, startFaults } from "./faults.ts";
import { type Healed, watchHealing } from "./healing.ts";
import { join, live, type Town } from "./lives.ts";
import { openCounter, type Person } from "./people.ts";
import { type Report, writeReport } from "./report.ts";
import type { RunOptions } from "./run-options.ts";
import { type Scene, setScene } from "./scene.ts";
import { createTally, type Tally } from "./tally.ts";
import { watchWaits } from "./waits.ts";

const turnsPerMonth = 2;
export async function runChaos(options: RunOptions): Promise<Report> {
	const { seed, say } = options;
	const random = createRandom(seed);
	const tally = createTally();
	const rates = drawRates(random.fork("rates"));
	const { lostAnswers } = rates;
	const { directory } = options;
	const scene = await setScene({ seed, directory, random, tally, lostAnswers });
	try {
		const beganMs = performance.now();
		say(`seed ${seed}: ${options.users} users, ${options.months} months, ${JSON.stringify(rates)}`);
		const { freezes, pace } = options;
		const faults = await startFaults(scene, { random, tally, rates, freezes, pace });
		const waits = watchWaits(scene, tally);
		const people = await passMonths(scene, options, { random, tally, onDeed: waits.onDeed });
		const chaosSeconds = (performance.now() - beganMs) / 1_000;
		await waits.stop();
		const healed = await heal(scene, faults, options, tally);
		return await writeReport({
			options,
			scene,
			faults,
			tally,
			rates,
			healed,
			chaosSeconds,
			people,
		});
	} finally {
		await scene.close();
	}
}
async function passMonths(
	scene: Scene,
	options: RunOptions,
	parts: { random: Random; tally: Tally; onDeed: Town["onDeed"] },
): Promise<Person[]> {
	const { tally, random } = parts;
	const counter = openCounter(scene.houses, tally);
	const { stripe, prices } = scene;
	const town: Town = { stripe, counter, tally, prices, onDeed: parts.onDeed };
	const people = Array.from({ length: options.users }, (_, number) => newPerson(number, options));
	const turns = Math.max(2, options.months * turnsPerMonth);
	const clock = random.fork("clock");
	for (let turn = 0; turn < turns; turn++) {
		// All have come by the middle of the run.
		const come = Math.ceil((people.length * Math.min(turns, (turn + 1) * 2)) / turns);
		await crowd(people.slice(0, come), options.crowd, async (person) => {
			const act = person.id === "" ? join : live;
			await act(town, person).catch((error: unknown) => {
				tally.add("deeds given up");
				options.say(`person ${person.number}: ${error instanceof Error ? error.message : error}`);
			});
		});
		const days = clock.between(10, 20);
		await stripe.lever("POST", "/clock", { advance: `${days}d` });
		tally.add("days passed", days);
		options.say(
			`turn ${turn + 1} of ${turns}: ${come} users, ${scene.webhookLine.acked.size} acked`,
		);
	}
	return people;
}
// Every twentieth is the one before under an alias: the same person for a trial.
function newPerson(number: number, { seed }: RunOptions): Person {
	const alias = number % 20 === 19;
	const mailbox = alias ? `person-${number - 1}+again` : `person-${number}`;
	return {
		number,
		email: `${mailbox}@example.test`,
		random: createRandom(`${seed}/person/${number}`),
		id: "",
		session: "",
		token: "",
		customer: null,
	};
}
async function crowd(
	people: readonly Person[],
	atOnce: number,
	act: (person: Person) => Promise<void>,
): Promise<void> {
	const waiting = [...people];
	const worker = async () => {
		for (let next = waiting.shift(); next; next = waiting.shift()) await act(next);
	};
	await Promise.all(Array.from({ length: atOnce }, worker));
}
async function heal(
	scene: Scene,
	faults: Faults,
	options: RunOptions,
	tally: Tally,
): Promise<Healed> {
	await faults.heal();
	options.say("healed");
	// Their kill may have been the last thing that happened.
	const began = performance.now();
	await Promise.all(scene.houses.map((house) => house.process.ready()));
	tally.measure("up after healing", performance.now() - began);
	return watchHealing(scene, options, began);
}
