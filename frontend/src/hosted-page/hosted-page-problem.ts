// Says in plain words why Checkout or the portal did not open, and what to do about it.
import type { Problem } from "../billing-api/problem.ts";

export type HostedPageProblem = Readonly<{
	message: string;
	link?: Readonly<{ href: string; label: string }>;
}>;

/** `returnPath` is where the person stands, to come back to after signing in again. */
export function describeProblem(
	status: number,
	problem: Problem,
	returnPath: string,
): HostedPageProblem {
	if (status === 401) {
		return {
			message: "Your session has ended. Nothing was charged.",
			link: {
				href: `/sign-in?next=${encodeURIComponent(returnPath)}`,
				label: "Sign in again",
			},
		};
	}
	if (status === 429) {
		return { message: "That was a lot of tries. Wait a minute, then try again." };
	}
	return byCode[problem.code]?.(problem) ?? otherwise(status, problem);
}

const byCode: Record<string, ((problem: Problem) => HostedPageProblem) | undefined> = {
	already_subscribed: ({ manage_url: manageUrl }) => ({
		message: "You already have a subscription, so there is nothing to buy.",
		link: {
			href: manageUrl && isWebAddress(manageUrl) ? manageUrl : "/dashboard",
			label: "Manage your subscription",
		},
	}),
	no_customer: () => ({
		message: "There is nothing to manage yet, because you have not chosen a tier.",
		link: { href: "/pricing", label: "See pricing" },
	}),
	unknown_price: () => ({
		message: "This price is no longer on sale.",
		link: { href: "/pricing", label: "See today's prices" },
	}),
};

function otherwise(status: number, problem: Problem): HostedPageProblem {
	return status >= 500
		? { message: "We can't reach payments right now. Nothing was charged. Try again in a moment." }
		: { message: problem.message };
}

/** An address a link or a redirect may lead to: the web, and never a script. */
export function isWebAddress(value: string): boolean {
	return URL.canParse(value) && ["https:", "http:"].includes(new URL(value).protocol);
}
