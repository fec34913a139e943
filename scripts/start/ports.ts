// Tells which of our ports somebody else holds.
import { connect, createServer } from "node:net";

/** One sentence per taken port, naming the setting that moves it; empty when all are free. */
export async function takenPorts(ports: { name: string; port: number }[]): Promise<string[]> {
	const checked = await Promise.all(
		ports.map(async ({ name, port }) =>
			(await isTaken(port))
				? `Port ${port} is in use by another program. Stop it, or choose another port: ${name}=${port + 1} npm start`
				: null,
		),
	);
	return checked.filter((sentence) => sentence !== null);
}

// Listening alone is not proof: macOS lets 127.0.0.1 be bound beside a program on all interfaces.
async function isTaken(port: number): Promise<boolean> {
	if (await answers(port, "127.0.0.1")) return true;
	if (await answers(port, "::1")) return true;
	return !(await canListen(port));
}

function answers(port: number, host: string): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = connect({ port, host });
		const settle = (open: boolean) => {
			socket.destroy();
			resolve(open);
		};
		socket.setTimeout(1000, () => settle(false));
		socket.once("connect", () => settle(true));
		socket.once("error", () => settle(false));
	});
}

function canListen(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const server = createServer();
		server.once("error", () => resolve(false));
		server.listen({ port, host: "127.0.0.1" }, () => server.close(() => resolve(true)));
	});
}
