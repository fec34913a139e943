// The settings of what leaves the backend: mails, and webhooks to your own servers.

export type MailConfig =
	| { kind: "smtp"; url: URL; from: string }
	/** Files for who develops. */
	| { kind: "directory"; directory: string; from: string }
	| { kind: "none" };

export interface OutgoingWebhookConfig {
	url: URL;
	secrets: readonly string[];
}

type Get = (name: string) => string | undefined;

// One address, with or without a name in front; no line break, and nothing that separates addresses.
const sender = /^(?:[^<>@,;"\r\n]+ <[^\s<>@,;"]+@[\w.-]+>|[^\s<>@,;"]+@[\w.-]+)$/;

/** On the simulator mails become files, unless SMTP_URL says where they go. */
export function readMail(
	get: Get,
	{ simulated, directory }: { simulated: boolean; directory: string },
	problems: string[],
): MailConfig {
	const smtpUrl = get("SMTP_URL");
	const from = get("MAIL_FROM");
	if (from !== undefined && !sender.test(from))
		problems.push("MAIL_FROM must be one address, such as Example <billing@example.com>");
	if (smtpUrl === undefined)
		return simulated
			? { kind: "directory", directory, from: from ?? "billing@localhost" }
			: { kind: "none" };
	if (from === undefined)
		problems.push("MAIL_FROM is missing: SMTP_URL sends mails, and from whom?");
	const url = URL.canParse(smtpUrl) ? new URL(smtpUrl) : null;
	if (!url || !/^smtps?:$/.test(url.protocol) || url.hostname === "")
		problems.push("SMTP_URL must be smtps://user:password@host, or smtp://…:587");
	return { kind: "smtp", url: url ?? new URL("smtp://localhost"), from: from ?? "" };
}

/** Null when nobody wants to be told. */
export function readOutgoingWebhook(get: Get, problems: string[]): OutgoingWebhookConfig | null {
	const wanted = get("OUTGOING_WEBHOOK_URL");
	const given = get("OUTGOING_WEBHOOK_SECRET");
	if (wanted === undefined) {
		if (given !== undefined)
			problems.push("OUTGOING_WEBHOOK_SECRET is set without OUTGOING_WEBHOOK_URL");
		return null;
	}
	const url = URL.canParse(wanted) ? new URL(wanted) : null;
	const safe =
		url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback(url.hostname));
	if (!url || !safe || url.username + url.password !== "")
		problems.push("OUTGOING_WEBHOOK_URL must be https, except on this machine, without a password");
	const secrets = (given ?? "").split(",").map((secret) => secret.trim());
	for (const secret of secrets)
		if (!isSigningSecret(secret))
			problems.push(
				"OUTGOING_WEBHOOK_SECRET must be whsec_ and 24 to 64 random bytes in base64 (several: comma-separated)",
			);
	return { url: url ?? new URL("http://localhost"), secrets };
}

// Source: Standard Webhooks, signature scheme.
function isSigningSecret(secret: string): boolean {
	const encoded = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret)?.[1] ?? "";
	const bytes = Buffer.from(encoded, "base64");
	return bytes.toString("base64") === encoded && bytes.length >= 24 && bytes.length <= 64;
}

export function isLoopback(hostname: string): boolean {
	return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
