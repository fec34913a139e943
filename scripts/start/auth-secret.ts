// Keeps the secret that signs people in across restarts.
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** 32 random bytes as hex, made at the first start and readable by this user alone. */
export function authSecret(dataDir: string): string {
	const file = join(dataDir, "auth-secret");
	if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString("hex"), { mode: 0o600 });
	return readFileSync(file, "utf8").trim();
}
