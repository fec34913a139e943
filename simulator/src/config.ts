// The settings of a simulator that runs on its own, read from the environment once.

export interface Config {
	port: number;
	dataDir: string;
	seed: string;
	/** Asked of whoever uses the control API; undefined lets everybody on this machine. */
	controlToken: string | undefined;
}

/** Throws one error that names every problem, a sentence each. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
	const problems = [...dangers(env)];
	const port = Number(env.SIMULATOR_PORT ?? "12111");
	if (!Number.isInteger(port) || port < 0 || port > 65_535) {
		problems.push(`SIMULATOR_PORT is ${env.SIMULATOR_PORT}; it must be a port number.`);
	}
	if (problems.length > 0) throw new Error(problems.join("\n"));
	return Object.freeze({
		port,
		dataDir: env.DATA_DIR || ".data",
		seed: env.SIMULATOR_SEED || "tollgate",
		controlToken: env.SIMULATOR_CONTROL_TOKEN || undefined,
	});
}

/** A pretend Stripe beside live keys or in production is a mistake, whatever it was meant for. */
function* dangers(env: NodeJS.ProcessEnv): Iterable<string> {
	if (env.NODE_ENV === "production") {
		yield "NODE_ENV is production; the simulator runs for development and tests only.";
	}
	for (const [name, value] of Object.entries(env)) {
		if (/^(sk|rk|pk)_live_/.test(value ?? "")) {
			yield `${name} holds a live Stripe key; the simulator refuses to run beside one.`;
		}
	}
}
