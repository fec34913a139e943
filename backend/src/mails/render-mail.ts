// From what was stored to the mail that is read.
import { type Content, dashboardOf, type Occasion } from "./content.ts";
import { actionRequired, paymentFailed, receipt } from "./invoice-mails.ts";
import { toHtml, toText } from "./layout.ts";
import {
	cancellationScheduled,
	duplicateRefunded,
	subscriptionEnded,
	trialEnded,
	trialWillEnd,
} from "./subscription-mails.ts";

const templates = new Map<string, (occasion: Occasion) => Content>([
	["action_required", actionRequired],
	["cancellation_scheduled", cancellationScheduled],
	["duplicate_refunded", duplicateRefunded],
	["payment_failed", paymentFailed],
	["receipt", receipt],
	["subscription_ended", subscriptionEnded],
	["trial_ended", trialEnded],
	["trial_will_end", trialWillEnd],
]);

export const mailNames: readonly string[] = [...templates.keys()];

export interface RenderedMail {
	subject: string;
	html: string;
	text: string;
}

/** The mail of this name; null when there is none, which a newer version may have stored. */
export function renderMail(name: string, occasion: Occasion): RenderedMail | null {
	const content = templates.get(name)?.(occasion);
	if (!content) return null;
	const from = occasion.catalog.businessName;
	const sheet = { content, from, dashboard: dashboardOf(occasion) };
	// A subject is one line, whatever a name may hold.
	const subject = content.subject.replaceAll(/\s+/g, " ").trim();
	return { subject, html: toHtml(sheet), text: toText(sheet) };
}
