// Passing HTTP requests on: the ground of the two lines on which requests are counted and lost.
import {
	Agent,
	createServer,
	type IncomingHttpHeaders,
	type IncomingMessage,
	type Server,
	request as send,
} from "node:http";

export interface Heard {
	method: string;
	path: string;
	headers: IncomingHttpHeaders;
	body: Buffer;
}

export interface Answered {
	status: number;
	headers: IncomingHttpHeaders;
	body: Buffer;
}

export interface Relay {
	url: string;
	close(): void;
}

const agent = new Agent({ keepAlive: true, maxSockets: 256 });

/** Listens on a free port. A handler that answers null leaves the caller without an answer. */
export async function startRelay(
	handler: (heard: Heard) => Promise<Answered | null>,
): Promise<Relay> {
	const server = createServer(async (request, response) => {
		const body = await read(request).catch(() => Buffer.alloc(0));
		const { method = "GET", url: path = "/", headers } = request;
		const answered = await handler({ method, path, headers, body });
		if (!answered) return void response.destroy();
		const { connection: _, "transfer-encoding": __, ...kept } = answered.headers;
		response.writeHead(answered.status, kept).end(answered.body);
	});
	const port = await listen(server);
	return {
		url: `http://127.0.0.1:${port}`,
		close: () => {
			server.closeAllConnections();
			server.close();
		},
	};
}

/** Sends what was heard to `base`. Null: no whole answer came within `timeoutMs`. */
export function passOn(base: string, heard: Heard, timeoutMs: number): Promise<Answered | null> {
	const { host: _, connection: __, ...headers } = heard.headers;
	return new Promise((resolve) => {
		const outgoing = send(`${base}${heard.path}`, { method: heard.method, headers, agent });
		const timer = setTimeout(() => outgoing.destroy(), timeoutMs);
		const settle = (answered: Answered | null) => {
			clearTimeout(timer);
			resolve(answered);
		};
		outgoing.on("error", () => settle(null));
		outgoing.on("response", (response) => {
			read(response).then(
				(body) => settle({ status: response.statusCode ?? 502, headers: response.headers, body }),
				() => settle(null),
			);
		});
		outgoing.end(heard.body);
	});
}

async function read(stream: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of stream) chunks.push(chunk);
	return Buffer.concat(chunks);
}

function listen(server: Server): Promise<number> {
	return new Promise((resolve) => {
		server.listen(0, "127.0.0.1", () => {
			const address = server.address();
			resolve(typeof address === "object" && address ? address.port : 0);
		});
	});
}
