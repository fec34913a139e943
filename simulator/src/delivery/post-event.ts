// One request to an endpoint, and what came of it.

export interface Answer {
	status: number | null;
	error: string | null;
	/** The beginning of the body; null when there was no answer. */
	answer: string | null;
}

const answerWithinMs = 10_000;
const keptBytes = 4096;

/** Never rejects: a failure is an answer without a status. */
export async function postEvent(
	url: string,
	body: string,
	{ signature, signal }: { signature: string; signal: AbortSignal },
): Promise<Answer> {
	try {
		const response = await fetch(url, {
			method: "POST",
			body,
			headers: {
				"content-type": "application/json; charset=utf-8",
				"stripe-signature": signature,
				"user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
			},
			// A redirect is a failure with Stripe, and following one could leave this machine.
			redirect: "manual",
			signal: AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs)]),
		});
		return { status: response.status, error: null, answer: await beginningOf(response) };
	} catch (problem) {
		const error = problem instanceof Error ? reasonOf(problem) : "unknown";
		return { status: null, error, answer: null };
	}
}

/** As much of the body as is worth keeping; the rest is not read. */
async function beginningOf(response: Response): Promise<string> {
	const chunks: Uint8Array[] = [];
	let length = 0;
	for await (const chunk of response.body ?? []) {
		chunks.push(chunk);
		length += chunk.length;
		if (length >= keptBytes) break;
	}
	return Buffer.concat(chunks).subarray(0, keptBytes).toString("utf8");
}

function reasonOf(problem: Error): string {
	const { cause } = problem;
	return cause instanceof Error && cause.message !== "" ? cause.message : problem.message;
}
