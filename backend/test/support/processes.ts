// Real processes on real ports, for stories in which they die.
import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const root = join(import.meta.dirname, "../../..");

export interface Running {
	/** SIGKILL: no handler runs, nothing is flushed. */
	kill(): Promise<void>;
}

/** Starts a program of this repository and resolves once `readyUrl` answers 200. */
export async function startProcess(
	file: string,
	env: Record<string, string>,
	readyUrl: string,
): Promise<Running> {
	const child = spawn(process.execPath, [join(root, file)], {
		cwd: root,
		env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
		stdio: ["ignore", "pipe", "pipe"],
	});
	const lines: string[] = [];
	for (const stream of [child.stdout, child.stderr])
		stream.on("data", (chunk: Buffer) => lines.push(chunk.toString()));
	const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
	const kill = async () => {
		child.kill("SIGKILL");
		await gone;
	};
	const endWithUs = () => child.kill("SIGKILL");
	process.on("exit", endWithUs);
	void gone.then(() => process.off("exit", endWithUs));
	await untilReady(child, readyUrl, lines);
	return { kill };
}

async function untilReady(child: ChildProcess, url: string, lines: string[]): Promise<void> {
	for (;;) {
		if (child.exitCode !== null) throw new Error(`it ended: ${lines.join("")}`);
		const reply = await fetch(url).catch(() => null);
		if (reply?.status === 200) return;
		await sleep(50);
	}
}

export function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const server = createServer().on("error", reject);
		server.listen(0, "127.0.0.1", () => {
			const address = server.address();
			server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
		});
	});
}
