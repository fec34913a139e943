// Makes the tables of PGlite once for all test files: anew for each test they cost more than the tests.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import type { TestProject } from "vitest/node";
import { runMigrations } from "../../src/database/migrate.ts";

declare module "vitest" {
	interface ProvidedContext {
		/** A file: the image of an empty database with every migration applied. */
		pgliteImage: string;
	}
}

export async function setup(project: TestProject): Promise<() => void> {
	const pglite = await PGlite.create("memory://");
	await runMigrations({
		exec: (sql) => pglite.exec(sql),
		query: (sql, params) => pglite.query(sql, params),
	});
	const image = await pglite.dumpDataDir("none");
	await pglite.close();
	const folder = mkdtempSync(join(tmpdir(), "tollgate-image-"));
	const file = join(folder, "pglite.tar");
	writeFileSync(file, Buffer.from(await image.arrayBuffer()));
	project.provide("pgliteImage", file);
	return () => rmSync(folder, { recursive: true });
}
