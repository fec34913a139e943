// Adding and removing tax ids over HTTP.
import type { FastifyInstance } from "fastify";
import { formOf } from "../../frame/form-body.ts";
import { sendPage } from "../../frame/page-reply.ts";
import type { PagesBilling } from "../../pages-billing.ts";
import type { Scene } from "../portal-scene.ts";
import { forVisitor, leave, type PortalRequest } from "../portal-visit.ts";
import { finish } from "../subscription/subscription-routes.ts";
import { taxIdPage } from "./tax-ids.ts";

const mayChange = ({ view }: Scene) => view.may.taxIds;

export function registerPortalTaxIds(scope: FastifyInstance, billing: PagesBilling): void {
	const path = "/p/session/:session/tax-ids";
	scope.get<PortalRequest>(
		`${path}/new`,
		forVisitor(billing, mayChange, ({ scene, reply }) => {
			const typed = { type: "eu_vat", value: "" };
			return sendPage(reply, 200, taxIdPage(scene, billing.taxIdKinds(), typed));
		}),
	);
	scope.post<PortalRequest>(
		`${path}/new`,
		forVisitor(billing, mayChange, (visit) => {
			const { scene, request, reply } = visit;
			const form = formOf(request);
			const typed = { type: form.get("type") ?? "", value: form.get("value")?.trim() ?? "" };
			const problem =
				typed.value === "" ? "Enter the number." : billing.addTaxId(scene.view.id, typed);
			if (problem === null) return leave(visit, "details");
			return sendPage(reply, 422, taxIdPage({ ...scene, problem }, billing.taxIdKinds(), typed));
		}),
	);
	scope.post<PortalRequest>(
		`${path}/:taxId/remove`,
		forVisitor(billing, mayChange, (visit) => {
			const { scene, request } = visit;
			return finish(visit, billing.removeTaxId(scene.view.id, request.params.taxId), "details");
		}),
	);
}
