// Starts one PostgreSQL for all test files; TEST_DATABASE_URL names a server of your own instead.
import type { TestProject } from "vitest/node";
import { startPostgres } from "./postgres.ts";

declare module "vitest" {
	interface ProvidedContext {
		/** A superuser's URL, or empty when there is no PostgreSQL for this machine. */
		postgresUrl: string;
	}
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
	const own = process.env.TEST_DATABASE_URL;
	if (own) {
		project.provide("postgresUrl", own);
		return async () => {};
	}
	try {
		const postgres = await startPostgres();
		project.provide("postgresUrl", postgres.url);
		return () => postgres.stop();
	} catch (error) {
		console.warn(`PostgreSQL tests are skipped: ${error instanceof Error ? error.message : error}`);
		project.provide("postgresUrl", "");
		return async () => {};
	}
}
