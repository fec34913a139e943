"use server";
// Opens a hosted page for browsers that run no scripts; with scripts the proxy is asked instead.
import { redirect } from "next/navigation";
import { openPortal, startCheckout } from "../billing-api/billing.ts";
import { currentSession } from "../session/current-session.ts";
import { safeNextPath } from "../session/next-path.ts";
import { describeProblem, type HostedPageProblem, isWebAddress } from "./hosted-page-problem.ts";
import { type HostedPageTarget, targetIn } from "./hosted-page-target.ts";

/** Redirects to the hosted page that the form names, or gives back what to tell the person. */
export async function openHostedPage(
	_before: HostedPageProblem | null,
	form: FormData,
): Promise<HostedPageProblem | null> {
	const target = targetIn(form);
	if (!target) return { message: "This form is incomplete. Reload the page and try again." };
	const here = target.page === "checkout" ? "/pricing" : "/dashboard";
	const session = await currentSession();
	if (session.kind !== "signed-in") {
		const status = session.kind === "signed-out" ? 401 : 503;
		return describeProblem(status, { code: session.kind, message: "" }, here);
	}
	const reply = await open(session.accessToken, target);
	if (!reply.ok) return describeProblem(reply.status, reply.problem, here);
	if (!isWebAddress(reply.value.url)) {
		return describeProblem(503, { code: "unavailable", message: "" }, here);
	}
	redirect(reply.value.url);
}

function open(accessToken: string, target: HostedPageTarget) {
	return target.page === "checkout"
		? startCheckout(accessToken, target.priceId)
		: openPortal(accessToken, safeNextPath(target.returnPath, "/dashboard"));
}
