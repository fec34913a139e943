// How this workspace's tests run.
import { defineConfig } from "vitest/config";

export default defineConfig({
	test: {
		name: "frontend",
		include: ["test/**/*.test.{ts,tsx}"],
		environment: "node",
		unstubGlobals: true,
		unstubEnvs: true,
	},
});
