// The backend's tests: in process, on both database engines, against the real simulator.
import { defineConfig } from "vitest/config";

export default defineConfig({
	test: {
		name: "backend",
		include: ["test/**/*.test.ts"],
		globalSetup: ["test/support/postgres-setup.ts", "test/support/pglite-image-setup.ts"],
		testTimeout: 30_000,
		hookTimeout: 60_000,
	},
});
