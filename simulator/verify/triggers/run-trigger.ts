// Runs one request sequence against a fresh simulator and says how it went.
import { isRecord } from "../../test/support/schema-check.ts";
import { type Answer, encodeForm, openSimulator, type Questioned } from "../open-simulator.ts";
import { eventOf, type Step, type Trigger } from "./trigger-files.ts";

const startedAt = Date.UTC(2026, 10, 22, 12) / 1000;

/** Longest wait for what the sequence set off: a bank debit takes three minutes to settle. */
const aftermathSeconds = 600;

/** `failure` is null when every request went as it may and the event was emitted. */
export interface TriggerOutcome {
	name: string;
	failure: string | null;
	/** Code of the error that stopped it, if one did. */
	code: string | null;
}

/** Sends the requests in order; stops at the first that fails in a way it may not. */
export async function runTrigger({ name, steps }: Trigger): Promise<TriggerOutcome> {
	const simulator = await openSimulator(startedAt);
	try {
		const answers = new Map<string, unknown>();
		for (const step of steps) {
			const { status, json } = await perform(simulator, step, answers);
			const refusal = refusalIn({ status, json }, step);
			if (refusal !== null) {
				const failure = [refusal.failure, ...simulator.problems].join("; ");
				return { name, code: refusal.code, failure };
			}
			answers.set(step.name, json);
		}
		simulator.setNow(simulator.now() + aftermathSeconds);
		return { name, code: null, failure: await missingIn(simulator, eventOf(name)) };
	} finally {
		await simulator.close();
	}
}

function perform(
	simulator: Questioned,
	step: Step,
	answers: ReadonlyMap<string, unknown>,
): Promise<Answer> {
	const path = String(filled(step.path, answers));
	const params = filled(step.params, answers);
	const body = path.startsWith("/v2/") ? JSON.stringify(params) : encodeForm(params);
	const { credential } = step;
	const key = credential === null ? undefined : String(filled(credential, answers));
	return simulator.call(step.method, path, body, key);
}

function refusalIn({ status, json }: Answer, step: Step) {
	if (status < 400) return null;
	const error = isRecord(json.error) ? json.error : {};
	if (step.mayFailWith !== null && error.type === step.mayFailWith) return null;
	const code = typeof error.code === "string" ? error.code : null;
	const request = `${step.method.toUpperCase()} ${step.path}`;
	return { code, failure: `${request}: ${status} ${code ?? ""} ${error.message ?? json.message}` };
}

async function missingIn(simulator: Questioned, event: string): Promise<string | null> {
	const thin = await simulator.call("GET", "/v2/core/events", "limit=100");
	const thinEvents = Array.isArray(thin.json.data) ? thin.json.data.filter(isRecord) : [];
	const types = [...(await simulator.events()), ...thinEvents].map(({ type }) => type);
	if (simulator.problems.length > 0) return simulator.problems.join("; ");
	return types.includes(event) ? null : `${event} was not emitted`;
}

/** The value with each reference replaced by what it names. */
function filled(value: unknown, answers: ReadonlyMap<string, unknown>): unknown {
	if (typeof value === "string") {
		return value
			.replace(/\$\{generate-uuid\}/g, "7f0c51a2-6f0e-4d6c-9c55-0b1b36b43f0e")
			.replace(/\$\{time-now-RFC3339\}/g, new Date(startedAt * 1000).toISOString())
			.replace(/\$\{([^:}]+):([^}|]+)[^}]*\}/g, (_whole, name: string, path: string) =>
				String(path.split(".").reduce(reach, answers.get(name))),
			);
	}
	if (Array.isArray(value)) return value.map((one) => filled(one, answers));
	if (!isRecord(value)) return value;
	return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, filled(one, answers)]));
}

function reach(inner: unknown, key: string): unknown {
	if (Array.isArray(inner)) return inner[Number(key)];
	return isRecord(inner) ? inner[key] : undefined;
}
