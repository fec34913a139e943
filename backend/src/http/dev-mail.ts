// On the simulator: the mails that were written, to be looked at in the browser.
import { z } from "zod";
import { BillingError } from "../domain/errors.ts";
import { escapeHtml } from "../mails/layout.ts";
import type { KeptMail, MailDirectory } from "../outbound/mail-directory.ts";
import type { Routes } from "./routes.ts";

// Styles of the mail itself, and nothing else: no script, no picture, no form, no frame around it.
const policy =
	"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation";
const listMax = 200;

const style = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
li { margin: .75rem 0; overflow-wrap: anywhere; }
small { display: block; opacity: .7; }`;

export function registerDevMail(routes: Routes, directory: MailDirectory): void {
	routes.route({
		method: "GET",
		url: "/dev/mail",
		schema: { hide: true },
		handler: async (_request, reply) => {
			const mails = await directory.list(listMax);
			return reply.headers(headers).send(pageOf(mails));
		},
	});
	routes.route({
		method: "GET",
		url: "/dev/mail/:id",
		schema: { hide: true, params: z.object({ id: z.string().max(100) }) },
		handler: async (request, reply) => {
			const html = await directory.read(request.params.id);
			if (html === null) throw new BillingError("not_found");
			return reply.headers(headers).send(html);
		},
	});
}

const headers = {
	"content-type": "text/html; charset=utf-8",
	"content-security-policy": policy,
	"referrer-policy": "no-referrer",
	"x-content-type-options": "nosniff",
};

function pageOf(mails: readonly KeptMail[]): string {
	const items = mails.map(
		({ id, subject, to, madeAt }) =>
			`<li><a href="/dev/mail/${id}">${escapeHtml(subject)}</a><small>${escapeHtml(to)} · ${escapeHtml(madeAt)}</small></li>`,
	);
	const list =
		items.length > 0 ? `<ul>${items.join("\n")}</ul>` : "<p>No mail was written yet.</p>";
	return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Mails</title><style>${style}</style></head>
<body><h1>Mails</h1><p>On the simulator nothing is sent: the mails are kept here, the latest first.</p>
${list}</body></html>
`;
}
