// Reads what `npm start` itself must know; everything else is the programs' own to check.
import { join, resolve } from "node:path";

export const root = join(import.meta.dirname, "../..");

export interface StartSettings {
	frontendPort: number;
	backendPort: number;
	/** Null when real Stripe is used. */
	simulatorPort: number | null;
	/** Absolute. */
	dataDir: string;
	/** False for the embedded database inside `dataDir`. */
	usesPostgres: boolean;
	/** What the simulator's levers ask for; null when everybody on this machine may move them. */
	controlToken: string | null;
	/** Origin people type into the browser. */
	baseUrl: string;
	watch: boolean;
	verbose: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The settings, or a sentence for every one that is wrong. A Stripe key turns the simulator off. */
export function readStartSettings(env: Environment, flags: readonly string[]): StartSettings {
	const problems: string[] = [];
	const port = (name: string, standard: number) => {
		const value = Number(env[name] || standard);
		if (Number.isInteger(value) && value > 0 && value < 65_536) return value;
		problems.push(`${name}=${env[name]} is not a port number (1 to 65535).`);
		return standard;
	};
	const settings: StartSettings = {
		frontendPort: port("FRONTEND_PORT", 3000),
		backendPort: port("BACKEND_PORT", 8000),
		simulatorPort: env.STRIPE_SECRET_KEY ? null : port("SIMULATOR_PORT", 12_111),
		dataDir: resolve(root, env.DATA_DIR || ".data"),
		usesPostgres: Boolean(env.DATABASE_URL),
		controlToken: env.SIMULATOR_CONTROL_TOKEN || null,
		baseUrl: "",
		watch: flags.includes("--watch"),
		verbose: flags.includes("--verbose"),
	};
	settings.baseUrl = env.BASE_URL || `http://localhost:${settings.frontendPort}`;
	const ports = portsOf(settings);
	for (const { name, port: taken } of ports) {
		const other = ports.find((each) => each.port === taken);
		if (other && other.name !== name) problems.push(`${name} and ${other.name} are both ${taken}.`);
	}
	for (const flag of flags) {
		if (flag !== "--watch" && flag !== "--verbose") problems.push(`There is no option ${flag}.`);
	}
	if (problems.length > 0) throw new Error(problems.join("\n"));
	return settings;
}

/** Every port this start listens on, with the setting that moves it. */
export function portsOf(settings: StartSettings): { name: string; port: number }[] {
	const { frontendPort, backendPort, simulatorPort } = settings;
	return [
		{ name: "FRONTEND_PORT", port: frontendPort },
		{ name: "BACKEND_PORT", port: backendPort },
		...(simulatorPort === null ? [] : [{ name: "SIMULATOR_PORT", port: simulatorPort }]),
	];
}
