// Why a checkout session cannot be opened.
import type { Draft } from "../../core/draft.ts";
import { refuseOddUrl } from "../../core/params/web-url.ts";
import { invalidRequest } from "../../core/stripe-error.ts";
import { refuseOddCollection } from "../collected/refuse-collect.ts";
import type { SessionParams } from "../open/session-params.ts";

const halfHour = 1800;
const longestTrialSeconds = 730 * 86_400;

/** Refuses what contradicts itself before anything is made. */
export function refuseWhatIsMissing(draft: Draft, params: SessionParams): void {
	refuseForeignData(params);
	refuseWayBack(params);
	if (params.cancel_url !== undefined) refuseOddUrl(params.cancel_url, "cancel_url");
	if (params.customer !== undefined && params.customer_email !== undefined) {
		throw invalidRequest(
			"You may only specify one of these parameters: customer, customer_email.",
			{ code: "parameters_exclusive", param: "customer" },
		);
	}
	if (params.customer_email !== undefined && !/^[^@\s]+@[^@\s]+$/.test(params.customer_email)) {
		throw invalidRequest(`Invalid email address: ${params.customer_email}`, {
			code: "email_invalid",
			param: "customer_email",
		});
	}
	refuseOddCollection(params);
	refuseOddTimes(draft, params);
}

const dataOfMode = {
	payment_intent_data: "payment",
	setup_intent_data: "setup",
	subscription_data: "subscription",
} as const;

function refuseForeignData(params: SessionParams): void {
	for (const name of ["payment_intent_data", "setup_intent_data", "subscription_data"] as const) {
		if (params[name] === undefined || params.mode === dataOfMode[name]) continue;
		throw invalidRequest(`You can not pass \`${name}\` in \`${params.mode}\` mode.`, {
			param: name,
		});
	}
}

/** A page of Stripe's own needs success_url; one inside the shop's page needs return_url. */
function refuseWayBack(params: SessionParams): void {
	const hosted = (params.ui_mode ?? "hosted_page") === "hosted_page";
	const [wanted, other] = hosted
		? (["success_url", "return_url"] as const)
		: (["return_url", "success_url"] as const);
	if (params[other] !== undefined) {
		throw invalidRequest(
			`The \`${other}\` parameter is not allowed when \`ui_mode\` is ${params.ui_mode ?? "hosted_page"}.`,
			{ param: other },
		);
	}
	const url = params[wanted];
	if (url !== undefined) {
		refuseOddUrl(url, wanted);
		return;
	}
	if (!hosted && params.redirect_on_completion === "never") return;
	throw invalidRequest(`Missing required param: ${wanted}.`, {
		code: "parameter_missing",
		param: wanted,
	});
}

function refuseOddTimes(draft: Draft, params: SessionParams): void {
	const life = (params.expires_at ?? draft.now + halfHour) - draft.now;
	if (life < halfHour - 60 || life > 86_400 + 60) {
		throw invalidRequest(
			"The `expires_at` timestamp must be at least 30 minutes and at most 24 hours from Checkout Session creation.",
			{ param: "expires_at" },
		);
	}
	const data = params.subscription_data;
	if (data?.trial_end !== undefined && data.trial_period_days !== undefined) {
		throw invalidRequest(
			"You may only specify one of these parameters: subscription_data[trial_end], subscription_data[trial_period_days].",
			{ code: "parameters_exclusive", param: "subscription_data[trial_end]" },
		);
	}
	const trial = data?.trial_end === undefined ? 0 : data.trial_end - draft.now;
	const days = data?.trial_period_days ?? 0;
	if (trial > longestTrialSeconds || days > 730) {
		throw invalidRequest("A trial can last at most 730 days.", {
			param: days > 730 ? "subscription_data[trial_period_days]" : "subscription_data[trial_end]",
		});
	}
	if (data?.trial_end !== undefined && trial < 2 * 86_400) {
		throw invalidRequest("The `trial_end` date has to be at least 2 days in the future.", {
			param: "subscription_data[trial_end]",
		});
	}
}
