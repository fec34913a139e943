// A server of somebody who wants to be told: takes webhooks and answers as a test says.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Received {
	path: string;
	headers: Record<string, string>;
	body: string;
}

export interface Receiver {
	url: URL;
	received: Received[];
	/** What is answered; `hang` answers nothing. */
	answer: number | "hang" | { redirect: string };
	onReceived: () => Promise<void>;
	close(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
	const server = createServer(async (request, response) => {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const headers = Object.fromEntries(
			Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
		);
		const body = Buffer.concat(chunks).toString("utf8");
		receiver.received.push({ path: request.url ?? "", headers, body });
		await receiver.onReceived();
		const { answer } = receiver;
		if (answer === "hang") return;
		if (typeof answer === "number") response.writeHead(answer).end("{}");
		else response.writeHead(307, { location: answer.redirect }).end();
	});
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	const { port } = server.address() as AddressInfo;
	const receiver: Receiver = {
		url: new URL(`http://127.0.0.1:${port}/hooks/tollgate`),
		received: [],
		answer: 204,
		onReceived: async () => {},
		close: () =>
			new Promise<void>((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
	return receiver;
}
