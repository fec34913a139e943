// A webhook receiver for tests: verifies with the official SDK, answers what it is told.
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type Stripe from "stripe";
import { onTestFinished } from "vitest";

interface Received {
	event: Stripe.Event;
	headers: IncomingMessage["headers"];
	body: string;
}

export interface Hook {
	url: string;
	received: Received[];
	/** What is answered from now on; the secret whose signature is expected. */
	answer: { status: number; secret: string };
	close(): void;
}

export async function openHook(stripe: Stripe): Promise<Hook> {
	const received: Received[] = [];
	const answer = { status: 200, secret: "" };
	const server = createServer((request, response) => {
		let body = "";
		request.on("data", (chunk) => {
			body += chunk;
		});
		request.on("end", () => {
			const signature = String(request.headers["stripe-signature"]);
			const event = stripe.webhooks.constructEvent(body, signature, answer.secret);
			received.push({ event, headers: request.headers, body });
			response.writeHead(answer.status, { location: "http://127.0.0.1:1/elsewhere" }).end();
		});
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const { port } = server.address() as AddressInfo;
	const close = () => {
		server.closeAllConnections();
		server.close();
	};
	onTestFinished(close);
	return { url: `http://localhost:${port}/hook`, received, answer, close };
}

/** Waits until the condition holds; a test that waits in vain times out. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
	while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}
