// Gathers the tests of all workspaces, and those of the repository itself.
import { defineConfig } from "vitest/config";

export default defineConfig({
	test: {
		// By default one core is left idle; on two cores that doubles the time.
		maxWorkers: "100%",
		projects: [
			"backend/vitest.config.ts",
			"frontend/vitest.config.ts",
			"simulator/vitest.config.ts",
			{ test: { name: "tidy", include: ["test/**/*.test.ts"], testTimeout: 30_000 } },
		],
	},
});
