// People at their browsers: they call whichever backend answers, and try again when none does.
import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "../world/random.ts";
import type { Tally } from "./tally.ts";

export interface Person {
	number: number;
	email: string;
	random: Random;
	id: string;
	/** Of the built-in issuer: it makes tokens, which live for minutes. */
	session: string;
	token: string;
	/** The newest; null before the first Checkout. */
	customer: string | null;
}

interface Answer {
	status: number;
	body: Record<string, unknown>;
	headers: Headers;
}

export interface Counter {
	signUp(person: Person): Promise<void>;
	/** The session's id; null when the person already has a subscription. */
	openCheckout(
		person: Person,
		order: { tier_name: string; interval: string },
	): Promise<string | null>;
	/** The page one returns to after paying. */
	returnFrom(person: Person, sessionId: string): Promise<void>;
}

const patienceMs = 12_000;
const pauseMs = 250;
const signUpsMax = 20;
const waitMsMax = 600_000;
const password = "correct horse battery";

export function openCounter(backends: readonly { url: string }[], tally: Tally): Counter {
	return { signUp, openCheckout, returnFrom };

	async function signUp(person: Person): Promise<void> {
		const { email } = person;
		const order = { name: `Person ${person.number}`, email, password };
		for (let attempt = 1; attempt <= signUpsMax; attempt++) {
			let answer = await call(person, "/api/auth/sign-up/email", order);
			// The first answer was lost, and the account is there.
			if (answer.status !== 200) answer = await call(person, "/api/auth/sign-in/email", order);
			const { user } = answer.body as { user?: { id: string } };
			if (user) {
				person.id = user.id;
				person.session = answer.headers.get("set-auth-token") ?? "";
				await renewToken(person);
				return;
			}
			await sleep(pauseMs);
		}
		throw new Error(`${email} can neither sign up nor in`);
	}

	async function renewToken(person: Person): Promise<void> {
		person.token = "";
		const { body } = await call(person, "/api/auth/token", undefined, person.session);
		person.token = String(body.token);
	}

	async function openCheckout(
		person: Person,
		order: { tier_name: string; interval: string },
	): Promise<string | null> {
		const path = "/api/v1/stripe/create-checkout-session";
		const { status, body } = await callSignedIn(person, path, order);
		tally.add(`checkout status ${status}`);
		return status === 200 ? String(body.session_id) : null;
	}

	async function returnFrom(person: Person, sessionId: string): Promise<void> {
		const path = `/api/v1/stripe/checkout-sessions/${sessionId}`;
		const { status, body } = await callSignedIn(person, path);
		tally.add(`return page ${status === 200 ? body.status : status}`);
	}

	async function callSignedIn(person: Person, path: string, body?: object): Promise<Answer> {
		const answer = await call(person, path, body, person.token);
		if (answer.status !== 401) return answer;
		await renewToken(person);
		return call(person, path, body, person.token);
	}

	// GET without a body, POST with. Until somebody answers by other than "try again".
	async function call(
		person: Person,
		path: string,
		body?: object,
		bearer?: string,
	): Promise<Answer> {
		const untilMs = performance.now() + waitMsMax;
		for (;;) {
			const answer = await once(`${person.random.pick(backends).url}${path}`, body, bearer);
			if (answer && answer.status < 500 && answer.status !== 429) return answer;
			tally.add(`person told ${answer?.status ?? "nothing"}`);
			if (performance.now() > untilMs) throw new Error(`${path} is never answered`);
			await sleep(pauseMs);
		}
	}
}

async function once(
	url: string,
	body: object | undefined,
	bearer: string | undefined,
): Promise<Answer | null> {
	try {
		const response = await fetch(url, {
			method: body ? "POST" : "GET",
			signal: AbortSignal.timeout(patienceMs),
			headers: {
				...(bearer && { authorization: `Bearer ${bearer}` }),
				...(body && { "content-type": "application/json" }),
			},
			...(body && { body: JSON.stringify(body) }),
		});
		const { status, headers } = response;
		return { status, headers, body: JSON.parse(await response.text()) };
	} catch {
		return null;
	}
}
