// Is the process alive, and can it do its work?
import type { Routes } from "./routes.ts";
import { healthReply, readyReply } from "./shapes.ts";

/** Each check resolves when its part can work, and rejects when it cannot. */
export type ReadyChecks = Record<string, () => Promise<unknown>>;

export function registerHealth(routes: Routes, checks: ReadyChecks): void {
	const tags = ["Operations"];
	routes.route({
		method: "GET",
		url: "/healthz",
		config: { rateLimit: false },
		schema: { tags, summary: "The process answers", response: { 200: healthReply } },
		handler: async () => ({ status: "ok" as const }),
	});
	routes.route({
		method: "GET",
		url: "/readyz",
		config: { rateLimit: false },
		schema: {
			tags,
			summary: "The database answers and the catalogue is on sale",
			response: { 200: readyReply, 503: readyReply },
		},
		handler: async (_request, reply) => {
			const results = await Promise.all(
				Object.entries(checks).map(async ([name, check]) => [name, await passes(check)] as const),
			);
			const ready = results.every(([, result]) => result === "ok");
			const status = ready ? ("ready" as const) : ("unready" as const);
			return reply.code(ready ? 200 : 503).send({ status, checks: Object.fromEntries(results) });
		},
	});
}

async function passes(check: () => Promise<unknown>): Promise<"ok" | "failed"> {
	try {
		await check();
		return "ok";
	} catch {
		return "failed";
	}
}
