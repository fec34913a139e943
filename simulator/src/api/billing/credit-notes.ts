// /v1/credit_notes
import { getRecord } from "../../billing/core/find.ts";
import { inRange, range, text } from "../../billing/core/params/params.ts";
import {
	creditNoteCreateParams,
	creditNoteUpdateParams,
} from "../../billing/credit-notes/credit-note-params.ts";
import {
	createCreditNote,
	previewCreditNote,
	updateCreditNote,
	voidCreditNote,
} from "../../billing/credit-notes/credit-notes.ts";
import { memberPage } from "../lists/member-page.ts";
import { pageParams } from "../lists/page-params.ts";
import { listRoute, type Route, retrieveRoute, route } from "../route.ts";

export const creditNotes: Route[] = [
	route({
		method: "POST",
		path: "/v1/credit_notes",
		params: creditNoteCreateParams,
		run: createCreditNote,
	}),
	route({
		method: "GET",
		path: "/v1/credit_notes/preview",
		params: creditNoteCreateParams,
		run: previewCreditNote,
	}),
	route({
		method: "GET",
		path: "/v1/credit_notes/preview/lines",
		params: { ...creditNoteCreateParams, ...pageParams },
		run: (draft, params) => {
			const { data } = previewCreditNote(draft, params).lines;
			return memberPage(data, { page: params, url: "/v1/credit_notes/preview/lines" });
		},
	}),
	retrieveRoute("/v1/credit_notes/:id", (draft, id) => getRecord(draft, "credit_note", { id })),
	route({
		method: "POST",
		path: "/v1/credit_notes/:id",
		params: creditNoteUpdateParams,
		run: (draft, params, { id }) => updateCreditNote(draft, id, params),
	}),
	route({
		method: "POST",
		path: "/v1/credit_notes/:id/void",
		params: {},
		run: (draft, _params, { id }) => voidCreditNote(draft, id),
	}),
	route({
		method: "GET",
		path: "/v1/credit_notes/:id/lines",
		params: pageParams,
		run: (draft, page, { id }) => {
			const { data } = getRecord(draft, "credit_note", { id }).lines;
			return memberPage(data, { page, url: `/v1/credit_notes/${id}/lines` });
		},
	}),
	listRoute({
		path: "/v1/credit_notes",
		collection: "credit_note",
		filters: { created: range(), customer: text(), invoice: text() },
		group: ({ customer, invoice }) => {
			if (invoice !== undefined) return `invoice:${invoice}`;
			return customer === undefined ? undefined : `customer:${customer}`;
		},
		keep: (note, { created, customer }) =>
			(customer === undefined || note.customer === customer) && inRange(note.created, created),
	}),
];
