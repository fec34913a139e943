// Starts a real HTTP server for one test, on a port of the system's choosing.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { onTestFinished } from "vitest";

export type Received = Readonly<{
	method: string;
	url: string;
	headers: IncomingMessage["headers"];
	body: string;
}>;

type Handler = (request: Received, response: ServerResponse) => void;

/** The server's address and what it has received so far; closed when the test ends. */
export async function listen(handler: Handler): Promise<{ url: string; received: Received[] }> {
	const received: Received[] = [];
	const server = createServer(async (request, response) => {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk);
		const entry = {
			method: request.method ?? "",
			url: request.url ?? "",
			headers: request.headers,
			body: Buffer.concat(chunks).toString("utf8"),
		};
		received.push(entry);
		handler(entry, response);
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	onTestFinished(() => {
		server.closeAllConnections();
		return new Promise<void>((resolve) => server.close(() => resolve()));
	});
	const address = server.address();
	if (address === null || typeof address === "string") throw new Error("no port");
	return { url: `http://127.0.0.1:${address.port}`, received };
}

/** Answers with JSON. */
export function reply(response: ServerResponse, status: number, body: unknown, headers = {}): void {
	response.writeHead(status, { "content-type": "application/json", ...headers });
	response.end(JSON.stringify(body));
}
