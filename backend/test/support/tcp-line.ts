// The line between the backend and PostgreSQL, which a test can silence, freeze, or cut at a COMMIT.
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** When the next COMMIT of a transaction that said `after` is cut: before it arrives, or before its answer does. */
export interface Cut {
	after: string;
	when: "before" | "answered";
}

export interface TcpLine {
	/** The location of the database, by way of this line. */
	url: string;
	/** True: no byte passes either way, and no connection is closed. */
	silent: boolean;
	cut: Cut | null;
	/** How many connections were cut. */
	cuts: number;
	/** The connections of now stay open and silent for ever; later ones work. */
	freeze(): void;
	close(): Promise<void>;
}

/** Leads to the database at `target`; close it when done. */
export async function startTcpLine(target: string): Promise<TcpLine> {
	const { hostname, port } = new URL(target);
	const pairs = new Set<{ ours: Socket; theirs: Socket; frozen: boolean }>();
	const server = createServer(accept);
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const url = new URL(target);
	url.port = String((server.address() as AddressInfo).port);
	const line: TcpLine = { url: url.href, silent: false, cut: null, cuts: 0, freeze, close };
	return line;

	function accept(ours: Socket): void {
		const theirs = connect(Number(port), hostname);
		const pair = { ours, theirs, frozen: false };
		pairs.add(pair);
		let said = "";
		let awaited = false;
		const end = () => {
			if (pair.frozen) return;
			ours.destroy();
			theirs.destroy();
			pairs.delete(pair);
		};
		for (const socket of [ours, theirs]) socket.on("error", end).on("close", end);
		ours.on("data", (chunk: Buffer) => {
			if (line.silent || pair.frozen) return;
			said = (said + chunk.toString("latin1")).slice(-100_000);
			const commits = said.includes("commit\0");
			if (commits && line.cut && said.includes(line.cut.after)) {
				awaited = line.cut.when === "answered";
				line.cut = null;
				line.cuts++;
				if (!awaited) return end();
			}
			if (commits) said = "";
			theirs.write(chunk);
		});
		theirs.on("data", (chunk: Buffer) => {
			if (line.silent || pair.frozen) return;
			if (awaited) return end();
			ours.write(chunk);
		});
	}

	function freeze(): void {
		for (const pair of pairs) pair.frozen = true;
	}

	function close(): Promise<void> {
		for (const { ours, theirs } of pairs) {
			ours.destroy();
			theirs.destroy();
		}
		return new Promise((resolve) => server.close(() => resolve()));
	}
}
