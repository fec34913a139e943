// The line between the backend and Stripe, either way, which a test can cut or spoil.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** `through`: as if it were not there. `cut`: the connection breaks. Otherwise every call gets this. */
export type LineState =
	| "through"
	| "cut"
	| { status: number; body: string; headers?: Record<string, string> };

export interface StripeLine {
	url: string;
	/** Where it leads; may be changed while it is cut. */
	target: string;
	state: LineState;
	/** Rewrites an answer on its way, when set: what Stripe would say and the simulator does not. */
	rewrite: ((call: string, body: string) => string) | null;
	/** Calls that reached it, such as `GET /v1/subscriptions`. */
	calls: string[];
	close(): Promise<void>;
}

/** Leads to `target`; close it when done. */
export async function startStripeLine(target: string): Promise<StripeLine> {
	const server = createServer((request, response) => {
		// An answer that breaks off behind the line breaks off in front of it too.
		answer(request, response).catch(() => request.socket.destroy());
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const { port } = server.address() as AddressInfo;
	const url = `http://127.0.0.1:${port}`;
	const line: StripeLine = { url, target, state: "through", rewrite: null, calls: [], close };
	return line;

	async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		line.calls.push(`${request.method} ${request.url?.split("?")[0]}`);
		const { state } = line;
		if (state === "cut") return void request.socket.destroy();
		if (state !== "through")
			return void response.writeHead(state.status, state.headers).end(state.body);
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const headers = new Headers();
		for (const [name, value] of Object.entries(request.headers))
			if (typeof value === "string" && !/^(host|connection|content-length)$/.test(name))
				headers.set(name, value);
		const passed = await fetch(`${line.target}${request.url}`, {
			method: request.method ?? "GET",
			headers,
			...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
		});
		const body = Buffer.from(await passed.arrayBuffer());
		const kept = [...passed.headers].filter(([name]) => !/^(content-|transfer-|conn)/.test(name));
		const call = `${request.method} ${request.url}`;
		const sent = line.rewrite ? line.rewrite(call, body.toString("utf8")) : body;
		response.writeHead(passed.status, Object.fromEntries(kept)).end(sent);
	}

	function close(): Promise<void> {
		const closed = new Promise<void>((resolve) => server.close(() => resolve()));
		server.closeAllConnections();
		return closed;
	}
}
