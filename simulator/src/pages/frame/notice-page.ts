// The page for everything that ends in one message and one way on.
import { type Html, html } from "./html.ts";
import { layout, simulatedBadge } from "./layout.ts";

export interface Notice {
	title: string;
	message: string;
	/** The way on; absent when no address is known. */
	link?: { href: string; text: string } | null;
	/** The simulated now, unix seconds. */
	now: number;
}

/** A calm card in the middle of the page. */
export function noticePage(notice: Notice): Html {
	const { title, message, link, now } = notice;
	return layout({
		title,
		kind: "notice",
		now,
		content: html`<main class="card">
${simulatedBadge("checkout")}
<h1>${title}</h1>
<p>${message}</p>
${link && html`<p><a class="button" href="${link.href}">${link.text}</a></p>`}
</main>`,
	});
}

/** No such session here: a wrong address, or the simulator was reset. */
export function unknownSessionPage(now: number): Html {
	return noticePage({
		title: "We couldn't find that page",
		message:
			"This link does not belong to any session of this simulator. It may be incomplete, or the simulator may have been reset since. Go back to the shop and start again.",
		now,
	});
}
