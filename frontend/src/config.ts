// Reads the frontend's settings from the environment: the only file that may.

export type FrontendConfig = Readonly<{
	/** Origin of the backend, without a trailing slash. Never shown to a browser. */
	backendUrl: string;
	/** Origin under which people reach this frontend, without a trailing slash. */
	baseUrl: string;
	/** `built-in`: the backend signs people in. `external`: another identity provider does. */
	authMode: "built-in" | "external";
	isDevelopment: boolean;
}>;

let cached: FrontendConfig | undefined;

/** The settings of this process, read at the first call and fixed from then on. */
export function config(): FrontendConfig {
	cached ??= readConfig(process.env);
	return cached;
}

/**
 * Turns the environment into settings, or throws one error that lists every problem.
 * Addresses are bare origins: whatever they are joined with later cannot leave them by a path.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): FrontendConfig {
	const problems: string[] = [];
	const backendUrl = readOrigin(env, "BACKEND_URL", "http://127.0.0.1:8000", problems);
	const baseUrl = readOrigin(env, "BASE_URL", "http://localhost:3000", problems);
	if (baseUrl.startsWith("http:") && !isLoopback(new URL(baseUrl).hostname)) {
		problems.push("BASE_URL must be https, except on this machine (localhost or 127.0.0.1).");
	}
	const authMode = env.AUTH_MODE || "built-in";
	if (authMode !== "built-in" && authMode !== "external") {
		problems.push('AUTH_MODE must be "built-in" or "external".');
	}
	if (problems.length > 0) {
		throw new Error(`The frontend's settings are wrong:\n- ${problems.join("\n- ")}`);
	}
	return Object.freeze({
		backendUrl,
		baseUrl,
		authMode: authMode === "external" ? "external" : "built-in",
		isDevelopment: env.NODE_ENV === "development",
	});
}

/** True for the names of this machine itself. */
export function isLoopback(hostname: string): boolean {
	return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

function readOrigin(
	env: Readonly<Record<string, string | undefined>>,
	name: string,
	standard: string,
	problems: string[],
): string {
	const given = env[name] || standard;
	const url = URL.canParse(given) ? new URL(given) : null;
	if (!url || !["http:", "https:"].includes(url.protocol)) {
		problems.push(`${name} must be an http or https address such as ${standard}.`);
		return standard;
	}
	if (url.username || url.password || url.search || url.hash || url.pathname !== "/") {
		problems.push(`${name} must be an origin only: no user, path, query or fragment.`);
	}
	return url.origin;
}
