// The carriers that the settings ask for, put together.
import type { Clock } from "../domain/clock.ts";
import type { Delivered } from "../domain/delivery.ts";
import type { Letter } from "../domain/letter.ts";
import { type MailDirectory, openMailDirectory } from "./mail-directory.ts";
import { createWebhookCarrier, type OutgoingEvent } from "./outgoing-webhook.ts";
import { createSmtpCarrier } from "./smtp.ts";

export interface OutboundSettings {
	mail:
		| { kind: "smtp"; url: URL; from: string }
		| { kind: "directory"; directory: string; from: string }
		| { kind: "none" };
	webhook: { url: URL; secrets: readonly string[] } | null;
	/** Stands before a bare address. */
	senderName: string;
}

export interface Outbound {
	/** Null: mails have no way out. */
	mail: ((letter: Letter) => Promise<Delivered>) | null;
	webhook: { url: URL; send(event: OutgoingEvent): Promise<Delivered> } | null;
	/** Where mails are kept for who develops; null when they are sent, or not written at all. */
	directory: MailDirectory | null;
}

export function createOutbound(
	settings: OutboundSettings,
	clock: Pick<Clock, "wallNow">,
): Outbound {
	const { mail, webhook, senderName } = settings;
	const directory =
		mail.kind === "directory"
			? openMailDirectory(mail.directory, named(mail.from, senderName))
			: null;
	const smtp =
		mail.kind === "smtp"
			? createSmtpCarrier({ url: mail.url, from: named(mail.from, senderName) })
			: null;
	return {
		mail: smtp ?? directory?.carry ?? null,
		webhook: webhook && { url: webhook.url, send: createWebhookCarrier(webhook, clock) },
		directory,
	};
}

function named(from: string, name: string): string {
	if (from.includes("<")) return from;
	return `"${name.replaceAll(/["\\\r\n]/g, "")}" <${from}>`;
}
