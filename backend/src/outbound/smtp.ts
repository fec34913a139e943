// Mails by SMTP, to the one server that is configured.
import nodemailer from "nodemailer";
import type { Delivered } from "../domain/delivery.ts";
import type { Letter } from "../domain/letter.ts";
import { toMessage } from "./message.ts";

export interface SmtpSettings {
	/** `smtp://` or `smtps://`, with user and password where the server asks for them. */
	url: URL;
	/** `billing@example.com` or `Example <billing@example.com>`. */
	from: string;
	timeouts?: { connectMs: number; silenceMs: number };
}

const defaultTimeouts = { connectMs: 10_000, silenceMs: 10_000 };

/**
 * Answers a function that hands one letter over, over a connection of its own. Elsewhere than on this
 * machine the connection is encrypted and the server's certificate checked, or nothing is sent.
 */
export function createSmtpCarrier(settings: SmtpSettings) {
	const { url, from } = settings;
	const timeouts = settings.timeouts ?? defaultTimeouts;
	const local = isLoopback(url.hostname);
	const secure = url.protocol === "smtps:";
	const transport = nodemailer.createTransport({
		host: url.hostname,
		port: Number(url.port) || (secure ? 465 : 587),
		secure,
		requireTLS: !secure && !local,
		ignoreTLS: !secure && local,
		...(url.username && {
			auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
		}),
		connectionTimeout: timeouts.connectMs,
		greetingTimeout: timeouts.connectMs,
		dnsTimeout: timeouts.connectMs,
		socketTimeout: timeouts.silenceMs,
		// A letter names no file and no address to be loaded.
		disableFileAccess: true,
		disableUrlAccess: true,
	});
	return async (letter: Letter): Promise<Delivered> => {
		try {
			await transport.sendMail(toMessage(letter, from));
			return { outcome: "sent" };
		} catch (error) {
			return { outcome: isFinal(error) ? "refused" : "retry", reason: reasonOf(error) };
		}
	};
}

// 5xx about this recipient or this content (RFC 5321, 4.2.1). A refused login is a setting to repair.
function isFinal(error: unknown): boolean {
	if (!(error instanceof Error)) return false;
	if ("code" in error && error.code === "EAUTH") return false;
	const status = "responseCode" in error ? Number(error.responseCode) : 0;
	const command = "command" in error ? String(error.command) : "";
	return status >= 550 && status < 560 && /^(RCPT|DATA|API)/.test(command);
}

// Code and status, not the server's words: they repeat the address.
function reasonOf(error: unknown): string {
	if (!(error instanceof Error)) return "unknown";
	const parts = ["code", "responseCode", "command"].flatMap((name) => {
		const value: unknown = Reflect.get(error, name);
		return typeof value === "string" || typeof value === "number" ? [String(value)] : [];
	});
	return parts.length > 0 ? `smtp: ${parts.join(" ")}` : `smtp: ${error.name}`;
}

function isLoopback(hostname: string): boolean {
	return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
