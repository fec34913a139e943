// A real SMTP server on a port of its own, which a test can make refuse, hang or ask for a password.
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { SMTPServer } from "smtp-server";

export interface ReceivedLetter {
	to: string[];
	raw: string;
	/** A header's value, unfolded; empty when it is not there. */
	header(name: string): string;
}

export interface SmtpHouse {
	url: URL;
	letters: ReceivedLetter[];
	/** What the next deliveries get; both are open at the start. */
	answers: { recipient: Error | null; data: Error | null };
	/** Called when a letter has arrived whole, before the sender is told. */
	onLetter: (letter: ReceivedLetter) => Promise<void>;
	close(): Promise<void>;
}

/** A refusal with an SMTP status, such as 550. */
export function refusal(responseCode: number): Error {
	return Object.assign(new Error("refused by the test"), { responseCode });
}

export async function startSmtp(login?: { user: string; pass: string }): Promise<SmtpHouse> {
	const server = new SMTPServer({
		logger: false,
		// In clear text on this machine: a certificate would be the test's own anyway.
		disabledCommands: login ? ["STARTTLS"] : ["STARTTLS", "AUTH"],
		allowInsecureAuth: true,
		onAuth: (auth, _session, callback) => {
			if (auth.username === login?.user && auth.password === login?.pass)
				callback(null, { user: auth.username ?? "" });
			else callback(refusal(535));
		},
		onRcptTo: (_address, _session, callback) => callback(house.answers.recipient),
		onData: (stream, session, callback) => {
			const chunks: Buffer[] = [];
			stream.on("data", (chunk: Buffer) => chunks.push(chunk));
			stream.on("end", () => {
				const raw = Buffer.concat(chunks).toString("utf8");
				const to = session.envelope.rcptTo.map((address) => address.address);
				if (house.answers.data) return void callback(house.answers.data);
				const letter = { to, raw, header: (name: string) => headerOf(raw, name) };
				house.letters.push(letter);
				void house.onLetter(letter).then(() => callback(null));
			});
		},
	});
	server.on("error", () => {});
	server.listen(0, "127.0.0.1");
	await once(server.server, "listening");
	const house: SmtpHouse = {
		url: urlOf(server.server.address() as AddressInfo, login),
		letters: [],
		answers: { recipient: null, data: null },
		onLetter: async () => {},
		close: () => new Promise<void>((resolve) => server.close(() => resolve())),
	};
	return house;
}

function urlOf({ port }: AddressInfo, login?: { user: string; pass: string }): URL {
	const url = new URL(`smtp://127.0.0.1:${port}`);
	if (login) Object.assign(url, { username: login.user, password: login.pass });
	return url;
}

function headerOf(raw: string, name: string): string {
	const [head = ""] = raw.split("\r\n\r\n");
	const unfolded = head.replaceAll(/\r\n[ \t]+/g, " ");
	return new RegExp(`^${name}: (.*)$`, "im").exec(unfolded)?.[1]?.trim() ?? "";
}

/** Takes connections and never says a word. */
export async function startSilence(): Promise<{ url: URL; close(): Promise<void> }> {
	const sockets = new Set<{ destroy(): void }>();
	const server = createServer((socket) => sockets.add(socket.on("error", () => {})));
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	const close = () =>
		new Promise<void>((resolve) => {
			server.close(() => resolve());
			for (const socket of sockets) socket.destroy();
		});
	return { url: urlOf(server.address() as AddressInfo), close };
}
