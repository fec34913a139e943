// A simulator without its server: the same routes and rules, many thousand requests a second.
import { parseForm } from "../src/api/form.ts";
import { routes } from "../src/api/routes.ts";
import { invalidRequest, StripeError } from "../src/billing/core/stripe-error.ts";
import { defaultSettings } from "../src/billing/settings.ts";
import { createWorld, type World } from "../src/state/world.ts";
import { encodeForm } from "./open-simulator.ts";

export interface InProcess {
	world: World;
	/** Answers as HTTP would; a refusal is answered too. Anything else that is thrown is a defect. */
	call(method: string, path: string, params?: object): Record<string, unknown> | StripeError;
}

/** Longer than any story here, so that the log is whole. */
const settings = { ...defaultSettings, eventRetentionDays: 3650 };

const compiled = routes.map((route) => ({
	route,
	pattern: new RegExp(`^${route.path.replace(/:(\w+)/g, "(?<$1>[^/]+)")}$`),
}));

export function startInProcess(seed = "laws"): InProcess {
	const world = createWorld({
		directory: undefined,
		seed,
		clock: () => new Date("2026-11-22T12:00:00Z"),
		settings,
		onProblem(problem) {
			throw problem;
		},
	});
	return { world, call: (method, path, params) => answer(world, [method, path], params ?? {}) };
}

function answer(world: World, [method, path]: [string, string], params: object) {
	for (const { route, pattern } of compiled) {
		const match = route.method === method ? pattern.exec(path) : null;
		if (match === null) continue;
		try {
			const prepared = route.prepare(parseForm(encodeForm(params)), { ...match.groups });
			const result = world.run(prepared);
			return result instanceof StripeError ? result : { ...result };
		} catch (problem) {
			if (problem instanceof StripeError) return problem;
			throw problem;
		}
	}
	return invalidRequest(`Unrecognized request URL (${method}: ${path}).`);
}
