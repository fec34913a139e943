// What Checkout says when a session is no longer open.
import { type Html, html } from "../frame/html.ts";
import { noticePage } from "../frame/notice-page.ts";
import { filledSuccessUrl, webAddress } from "../frame/redirect-target.ts";
import type { CheckoutView } from "../pages-billing.ts";

/** The session ran out of time or was expired; the way back is its cancel address. */
export function expiredPage(view: CheckoutView, now: number): Html {
	return noticePage({
		title: "This checkout session has expired",
		message:
			view.recoveryPath === null
				? `Nothing was charged. Go back to ${view.businessName} to start a new one.`
				: "Nothing was charged. You can open it again with everything in it.",
		link:
			view.recoveryPath === null
				? backLink(view)
				: { href: view.recoveryPath, text: "Open it again" },
		now,
	});
}

/** The session was paid before; nobody can pay it twice. */
export function completePage(view: CheckoutView, now: number): Html {
	const href = filledSuccessUrl(view.session.successUrl, view.session.id);
	return noticePage({
		title: "You're all set",
		message: "This checkout is already complete. You were not charged again.",
		link: href === null ? null : { href, text: `Continue to ${view.businessName}` },
		now,
	});
}

/** Billing could not take the attempt; `message` is its own sentence. */
export function unavailablePage(view: CheckoutView, message: string, now: number): Html {
	return noticePage({
		title: "This checkout is not available",
		message,
		link: backLink(view),
		now,
	});
}

/** The small link above the summary; nothing when the session names no cancel address. */
export function cancelLink(view: CheckoutView): Html {
	const href = webAddress(view.session.cancelUrl);
	if (href === null) return html``;
	return html`<a class="back" href="${href}"><span aria-hidden="true">←</span> Back to ${view.businessName}</a>`;
}

function backLink(view: CheckoutView): { href: string; text: string } | null {
	const href = webAddress(view.session.cancelUrl);
	return href === null ? null : { href, text: `Back to ${view.businessName}` };
}
