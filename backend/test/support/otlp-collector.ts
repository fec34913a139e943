// A collector of traces that speaks OTLP over HTTP, as JSON, and keeps what it gets.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface SeenSpan {
	traceId: string;
	spanId: string;
	parentSpanId?: string;
	name: string;
	kind: number;
	links?: { traceId: string; spanId: string }[];
	attributes?: { key: string; value: Record<string, unknown> }[];
	status?: { code?: number; message?: string };
}

interface OtlpBody {
	resourceSpans: { scopeSpans: { spans: SeenSpan[] }[] }[];
}

export interface Collector {
	url: URL;
	spans: SeenSpan[];
	/** Every body as it came. */
	bodies: string[];
	close(): Promise<void>;
}

export async function startCollector(): Promise<Collector> {
	const collector: Collector = { url: new URL("http://127.0.0.1"), spans: [], bodies: [], close };
	const server = createServer(async (request, response) => {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const body = Buffer.concat(chunks).toString("utf8");
		if (request.url === "/v1/traces") {
			collector.bodies.push(body);
			const { resourceSpans } = JSON.parse(body) as OtlpBody;
			const scopes = resourceSpans.flatMap((resource) => resource.scopeSpans);
			collector.spans.push(...scopes.flatMap((scope) => scope.spans));
		}
		response.writeHead(request.url === "/v1/traces" ? 200 : 404, {
			"content-type": "application/json",
		});
		response.end("{}");
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	collector.url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
	return collector;

	function close(): Promise<void> {
		const closed = new Promise<void>((resolve) => server.close(() => resolve()));
		server.closeAllConnections();
		return closed;
	}
}
