// Switching price or quantity over HTTP: choose, see what it costs, confirm.
import type { FastifyInstance, FastifyReply } from "fastify";
import { declineWords } from "../../card/declined-form.ts";
import { formOf } from "../../frame/form-body.ts";
import { sendPage } from "../../frame/page-reply.ts";
import type { PagesBilling } from "../../pages-billing.ts";
import type {
	PortalSubscription,
	UpdateOutcome,
	UpdatePreview,
	WantedPrice,
} from "../portal-billing.ts";
import type { Scene } from "../portal-scene.ts";
import { forOwner, goHome, leave, type PortalRequest, type Visit } from "../portal-visit.ts";
import { portalConfirmPage } from "./confirm-page.ts";
import { portalUpdatePage, shownFirst } from "./update-page.ts";

type OwnerVisit = Visit & { subscription: PortalSubscription };

export function registerPortalUpdates(scope: FastifyInstance, billing: PagesBilling): void {
	const path = "/p/session/:session/subscriptions/:subscription/update";
	const always = () => true;
	scope.get<PortalRequest>(
		path,
		forOwner(billing, always, (visit) => choose(billing, visit, { status: 200, problem: null })),
	);
	scope.get<PortalRequest>(
		`${path}/confirm`,
		forOwner(billing, always, (visit) => {
			const wanted = readWanted(visit.scene, visit.request.query);
			return preview(billing, visit, { wanted, status: 200, problem: null });
		}),
	);
	scope.post<PortalRequest>(
		`${path}/confirm`,
		forOwner(billing, always, (visit) => {
			const wanted = readWanted(visit.scene, Object.fromEntries(formOf(visit.request)));
			if (wanted === null) return preview(billing, visit, { wanted, status: 422, problem: null });
			const { scene, subscription, reply } = visit;
			if (isStale(wanted, scene.now)) {
				const problem = "Time has passed and the amounts have changed. Please look again.";
				return preview(billing, visit, { wanted, status: 409, problem });
			}
			const outcome = billing.updateSubscription(scene.view.id, subscription.id, wanted);
			if (outcome.kind === "requires_action") return reply.redirect(outcome.path, 303);
			if (outcome.kind !== "done") {
				const status = outcome.kind === "declined" ? 402 : 409;
				return preview(billing, visit, { wanted, status, problem: problemOf(outcome) });
			}
			return leave(visit, outcome.timing === "period_end" ? "scheduled" : "updated");
		}),
	);
}

/** Nobody is charged by figures that are older than this, or from another time altogether. */
const freshSeconds = 3600;

function isStale({ asOf }: WantedPrice, now: number): boolean {
	return asOf !== null && (asOf > now || asOf < now - freshSeconds);
}

function problemOf(outcome: Exclude<UpdateOutcome, { kind: "done" | "requires_action" }>): string {
	if (outcome.kind === "unavailable") return outcome.message;
	return `${declineWords(outcome)} Nothing was changed.`;
}

interface Said {
	status: number;
	problem: string | null;
}

function choose(billing: PagesBilling, visit: OwnerVisit, { status, problem }: Said): FastifyReply {
	const { scene, subscription, request, reply } = visit;
	const choices = billing.findChoices(scene.view.id, subscription.id);
	if (choices === undefined) return goHome(visit);
	const shown = shownFirst(choices, request.query);
	return sendPage(reply, status, portalUpdatePage({ ...scene, problem }, choices, shown));
}

/** What is not offered, or changes nothing, leads back to the choice with a word on it. */
function preview(
	billing: PagesBilling,
	visit: OwnerVisit,
	{ wanted, status, problem }: Said & { wanted: WantedPrice | null },
): FastifyReply {
	const { scene, subscription, reply } = visit;
	if (wanted === null) {
		return choose(billing, visit, { status: 422, problem: "Choose a price and a quantity." });
	}
	const found = billing.previewUpdate(scene.view.id, subscription.id, wanted);
	if ("kind" in found) {
		const plain = withoutCode(billing, visit, wanted);
		if (plain === undefined) return choose(billing, visit, { status: 409, problem: found.message });
		const code = { typed: wanted.code ?? "", taken: "", problem: found.message };
		const page = portalConfirmPage({ ...scene, problem }, subscription, { preview: plain, code });
		return sendPage(reply, 422, page);
	}
	if (found.timing === "unchanged") {
		const same = "That is what you have already. Choose another price or quantity.";
		return choose(billing, visit, { status: 422, problem: same });
	}
	const code = { typed: "", taken: wanted.code ?? "", problem: null };
	const shown = { preview: found, code };
	return sendPage(reply, status, portalConfirmPage({ ...scene, problem }, subscription, shown));
}

/** What the change would be if the code had not been typed; undefined when that was not the trouble. */
function withoutCode(
	billing: PagesBilling,
	{ scene, subscription }: OwnerVisit,
	wanted: WantedPrice,
): UpdatePreview | undefined {
	if (!wanted.code) return undefined;
	const found = billing.previewUpdate(scene.view.id, subscription.id, { ...wanted, code: null });
	return "kind" in found || found.timing === "unchanged" ? undefined : found;
}

function readWanted(
	{ view, inFlow }: Scene,
	from: Record<string, string | undefined>,
): WantedPrice | null {
	const quantity = Number(from.quantity);
	if (!from.price || !Number.isSafeInteger(quantity) || quantity < 1) return null;
	const asOf = Number(from.as_of);
	return {
		price: from.price,
		quantity,
		asOf: Number.isSafeInteger(asOf) ? asOf : null,
		code: from.code?.trim() || null,
		inFlow: inFlow && view.flow?.task.kind === "confirm",
	};
}
