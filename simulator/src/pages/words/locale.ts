// In whose manner money and dates are written while a page is made. The words of the pages stay English.
import { AsyncLocalStorage } from "node:async_hooks";

const spoken = new AsyncLocalStorage<string>();
const usual = "en-US";

/** Runs `act`; whatever it formats is written as this locale does. Unknown ones change nothing. */
export function speaking<Result>(locale: string | undefined, act: () => Result): Result {
	return locale === undefined || !isKnown(locale) ? act() : spoken.run(locale, act);
}

/** The locale of the page being made; American English unless somebody said otherwise. */
export function spokenLocale(): string {
	return spoken.getStore() ?? usual;
}

/** The session's own locale, else the one the browser asks for first. */
export function localeOf(wanted: string | null, accepted: string | undefined): string | undefined {
	if (wanted !== null && wanted !== "auto") return wanted;
	return /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,4})?(?=[,;]|$)/.exec(accepted ?? "")?.[0];
}

/** "en" alone stays American, as Stripe's pages are. */
function isKnown(locale: string): boolean {
	try {
		return locale !== "en" && Intl.NumberFormat.supportedLocalesOf(locale).length > 0;
	} catch {
		return false;
	}
}
