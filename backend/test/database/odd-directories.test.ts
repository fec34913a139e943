import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lockDirectory } from "../../src/database/directory-lock.ts";
import { openPglite } from "../../src/database/pglite.ts";

test("empty lock file is taken over", () => {
	const d = mkdtempSync(join(tmpdir(), "lk-"));
	writeFileSync(join(d, "tollgate.lock"), "");
	lockDirectory(d)();
});

test("database.transaction inside a transaction is refused", async () => {
	const database = await openPglite(null);
	const nested = database.transaction(() => database.transaction(async () => 1));
	const timer = new Promise((r) => setTimeout(() => r("hangs"), 2000));
	expect(await Promise.race([nested.catch(() => "refused"), timer])).toBe("refused");
});
