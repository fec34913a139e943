import { describe, expect, test } from "vitest";
import { readConfig } from "../src/config.ts";
import { needed, problemsOf } from "./support/environments.ts";

describe("the settings of what is told", () => {
	test("are nothing unless set: this machine reads metrics, and nothing is traced", () => {
		expect(readConfig(needed).telemetry).toEqual({ metricsToken: null, traces: null });
	});

	test("take a collector and a share of deliveries", () => {
		const set = {
			OTEL_EXPORTER_OTLP_ENDPOINT: "http://localhost:4318",
			OTEL_TRACES_SAMPLER_ARG: "0.1",
		};
		const { traces } = readConfig({ ...needed, ...set }).telemetry ?? {};
		expect(traces).toEqual({ endpoint: new URL("http://localhost:4318"), ratio: 0.1 });
	});

	test.each([
		["METRICS_TOKEN", "short"],
		["METRICS_TOKEN", "with spaces in it, and long enough"],
		["OTEL_EXPORTER_OTLP_ENDPOINT", "localhost"],
		["OTEL_EXPORTER_OTLP_ENDPOINT", "ftp://collector"],
		["OTEL_TRACES_SAMPLER_ARG", "2"],
		["OTEL_TRACES_SAMPLER_ARG", "half"],
	])("refuse %s=%s, without repeating it", (name, value) => {
		const message = problemsOf({ ...needed, [name]: value });
		expect(message).toContain(`  - ${name} `);
		if (name === "METRICS_TOKEN") expect(message).not.toContain(value);
	});
});
