// The line between a backend and PostgreSQL: it can be cut around a COMMIT, fall silent, or stay half open.
import { connect, createServer, type Socket } from "node:net";
import type { Tally } from "./tally.ts";

export interface DatabaseLine {
	port: number;
	/** The next COMMIT is lost: before PostgreSQL hears it, or after, so that its outcome is unknown. */
	cutNextCommit(when: "before" | "after"): void;
	/** For so long nothing passes in either direction, and nobody is told. */
	fallSilent(ms: number): void;
	/** PostgreSQL's ends are closed; the backend is not told and never will be. */
	leaveHalfOpen(): void;
	/** As it was before all faults; connections left half open are closed. */
	heal(): void;
	close(): void;
}

interface Pair {
	client: Socket;
	upstream: Socket;
	/** Its COMMIT has been sent: the answer will be lost. */
	doomed: boolean;
	halfOpen: boolean;
}

// `commit` as a whole statement, in the simple and the extended protocol; payloads hold no NUL.
const commit = Buffer.from("commit\0");

export async function openDatabaseLine(databasePort: number, tally: Tally): Promise<DatabaseLine> {
	const pairs = new Set<Pair>();
	let armed: "before" | "after" | null = null;
	let silence: NodeJS.Timeout | null = null;
	const server = createServer({ noDelay: true }, accept);
	const port = await listen(server);
	return {
		port,
		cutNextCommit: (when) => (armed = when),
		fallSilent(ms) {
			for (const pair of pairs) hold(pair);
			if (silence) clearTimeout(silence);
			silence = setTimeout(speak, ms);
		},
		leaveHalfOpen() {
			for (const pair of pairs) {
				pair.halfOpen = true;
				pair.upstream.destroy();
			}
		},
		heal() {
			armed = null;
			speak();
			for (const pair of pairs) if (pair.halfOpen) pair.client.destroy();
		},
		close() {
			speak();
			server.close();
			for (const pair of pairs) drop(pair);
		},
	};

	function accept(client: Socket): void {
		const upstream = connect({ port: databasePort, host: "127.0.0.1", noDelay: true });
		const pair: Pair = { client, upstream, doomed: false, halfOpen: false };
		pairs.add(pair);
		client.on("data", (chunk) => fromClient(pair, chunk));
		upstream.on("data", (chunk) => (pair.doomed ? drop(pair) : client.write(chunk)));
		for (const socket of [client, upstream]) socket.on("error", () => {});
		client.on("close", () => drop(pair));
		upstream.on("close", () => pair.halfOpen || drop(pair));
		if (silence) hold(pair);
	}

	function fromClient(pair: Pair, chunk: Buffer): void {
		if (pair.halfOpen) return;
		if (armed && chunk.includes(commit)) {
			tally.add(`fault commit cut ${armed}`);
			pair.doomed = true;
			const when = armed;
			armed = null;
			if (when === "before") {
				drop(pair);
				return;
			}
		}
		pair.upstream.write(chunk);
	}

	function hold({ client, upstream }: Pair): void {
		client.pause();
		upstream.pause();
	}

	function speak(): void {
		if (silence) clearTimeout(silence);
		silence = null;
		for (const { client, upstream } of pairs) {
			client.resume();
			upstream.resume();
		}
	}

	function drop(pair: Pair): void {
		pairs.delete(pair);
		pair.client.destroy();
		pair.upstream.destroy();
	}
}

function listen(server: ReturnType<typeof createServer>): Promise<number> {
	return new Promise((resolve) => {
		server.listen(0, "127.0.0.1", () => {
			const address = server.address();
			resolve(typeof address === "object" && address ? address.port : 0);
		});
	});
}
