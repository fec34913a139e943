// Gathers the tests of all workspaces, and those of the repository itself.
import { defineConfig } from "vitest/config";

export default defineConfig({
	test: {
		// More than there are cores: many tests wait for processes, leases and time-outs most of the time.
		maxWorkers: 5,
		projects: [
			"backend/vitest.config.ts",
			"frontend/vitest.config.ts",
			"simulator/vitest.config.ts",
			{ test: { name: "tidy", include: ["test/**/*.test.ts"], testTimeout: 30_000 } },
		],
	},
});
