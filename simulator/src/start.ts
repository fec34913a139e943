// Starts a simulator inside this process.
import { createServer as createListener } from "node:net";
import { join } from "node:path";
import { createRequestIds } from "./api/request-ids.ts";
import { defaultSettings, type Settings } from "./billing/settings.ts";
import { startCourier } from "./delivery/deliver.ts";
import { createFaults } from "./faults/fault-rules.ts";
import { keptFaults } from "./faults/kept-faults.ts";
import { createRateLimits } from "./faults/rate-limits.ts";
import { createServer } from "./server.ts";
import { startTestClocks } from "./state/advance-test-clocks.ts";
import { startTicking } from "./state/tick.ts";
import { createWorld } from "./state/world.ts";

export interface SimulatorOptions {
	/** 0 takes any free port. */
	port: number;
	/** State goes to `<dataDir>/simulator`; without it nothing outlives the process. */
	dataDir?: string;
	/** The wall clock. The simulated one runs ahead of it by what was advanced. */
	clock: () => Date;
	/** Same seed, same commands: same ids. */
	seed?: string;
	/** Told of problems that are the simulator's own. Silent unless given. */
	log?: (problem: unknown) => void;
	/** Where browsers reach the hosted pages, when not at the server's own address. */
	baseUrl?: string;
	settings?: Partial<Settings>;
	/** When given, `/_simulator` answers only to `Authorization: Bearer <token>`. */
	controlToken?: string | undefined;
	/** A journal shorter than this, in bytes, is not rewritten while the simulator runs. 64 MiB unless given. */
	journalBytes?: number;
}

export interface Simulator {
	/** `http://127.0.0.1:<port>`, without a trailing slash. */
	url: string;
	/** A key that this simulator accepts; any other `sk_test_…` works as well. */
	apiKey: string;
	/** Unix seconds on the simulated clock. */
	now(): number;
	/** Moves the simulated clock forward to this instant, unix seconds. */
	advanceTo(to: number): void;
	/** Resolves when every event that is due has been offered to its endpoints. */
	settled(): Promise<void>;
	close(): Promise<void>;
}

/** Listens on 127.0.0.1 when it resolves. Rejects when the port or the directory is taken. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
	const { clock, port, dataDir, seed = "tollgate", log = () => {} } = options;
	await requireFreePort(port);
	const world = createWorld({
		directory: dataDir === undefined ? undefined : join(dataDir, "simulator"),
		seed,
		clock,
		settings: { ...defaultSettings, ...options.settings },
		onProblem: log,
		...(options.journalBytes === undefined ? {} : { journalBytes: options.journalBytes }),
	});
	const requestIds = createRequestIds(seed, String(clock().getTime()));
	const server = createServer({
		world,
		clock,
		requestIds,
		log,
		faults: createFaults(seed, keptFaults(world)),
		limits: createRateLimits(() => world.settings, clock),
		controlToken: options.controlToken,
	});
	try {
		await server.listen({ host: "127.0.0.1", port });
	} catch (problem) {
		world.close();
		throw problem;
	}
	const address = server.server.address();
	const listening = typeof address === "object" && address !== null ? address.port : port;
	const url = `http://127.0.0.1:${listening}`;
	world.setBaseUrl(options.baseUrl ?? url);
	const courier = startCourier(world, { clock, seed });
	const ticking = startTicking(world, clock);
	const testClocks = startTestClocks(world);
	return {
		url,
		apiKey: "sk_test_sim_tollgate",
		now: world.now,
		advanceTo: world.advanceTo,
		settled: courier.settled,
		async close() {
			ticking.stop();
			testClocks.stop();
			courier.close();
			await server.close();
			world.close();
		},
	};
}

/** Fails as listening would, before the state of a simulator that already runs there is touched. */
function requireFreePort(port: number): Promise<void> {
	return new Promise((resolve, reject) => {
		const probe = createListener();
		probe.once("error", reject);
		probe.listen({ host: "127.0.0.1", port }, () => probe.close(() => resolve()));
	});
}
