// Disputes: the cardholder's complaint, and how it ends.

import type { Draft } from "../../core/draft.ts";
import { getRecord } from "../../core/find.ts";
import type { Charge, Dispute } from "../../core/objects.ts";
import { mergeMetadata, metadata } from "../../core/params/metadata.ts";
import { boolean, clearable, oneOf, type Values } from "../../core/params/params.ts";
import { invalidRequest } from "../../core/stripe-error.ts";
import { schedule, unschedule } from "../../core/time/schedule-timer.ts";
import { recordBalance } from "../balance.ts";
import { findCard } from "../methods/cards.ts";
import { emptyEvidence, evidence, mergeEvidence } from "./dispute-evidence.ts";

export const disputeUpdateParams = {
	evidence: clearable(evidence()),
	intended_submission_method: oneOf(
		"manual",
		"prefer_manual",
		"prefer_smart_disputes",
		"smart_disputes",
	),
	metadata: metadata(),
	submit: boolean(),
};

/**
 * The complaint of a test card that makes one. Emits charge.dispute.created, and unless it is a mere
 * inquiry charge.updated and charge.dispute.funds_withdrawn. Undefined when the charge cannot have one.
 */
export function openDispute(draft: Draft, chargeId: string): Dispute | undefined {
	const charge = draft.get("charge", chargeId);
	const number = draft.get("card", charge?.payment_method ?? "")?.number ?? "";
	const complaint = findCard(number)?.dispute;
	if (charge === undefined || complaint === undefined || charge.disputed) return undefined;
	const dispute = draft.put("dispute", buildDispute(draft, charge, complaint));
	schedule(draft, "dispute_due", dispute.id, draft.now + draft.settings.disputeSeconds);
	draft.emit("charge.dispute.created", dispute);
	markDisputed(draft, charge);
	return complaint.inquiry ? dispute : withdraw(draft, dispute);
}

function buildDispute(
	draft: Draft,
	charge: Charge,
	{ reason, inquiry }: { reason: string; inquiry: boolean },
): Dispute {
	return {
		id: draft.newId("du"),
		object: "dispute",
		amount: charge.amount_captured - charge.amount_refunded,
		balance_transactions: [],
		charge: charge.id,
		created: draft.now,
		currency: charge.currency,
		enhanced_eligibility_types: [],
		evidence: emptyEvidence,
		evidence_details: {
			due_by: draft.now + draft.settings.disputeSeconds,
			enhanced_eligibility: {},
			has_evidence: false,
			past_due: false,
			submission_count: 0,
			submission_method: "not_submitted",
		},
		intended_submission_method: null,
		is_charge_refundable: inquiry,
		livemode: false,
		metadata: {},
		payment_intent: charge.payment_intent,
		payment_method_details: {
			type: "card",
			card: {
				brand: charge.payment_method_details?.card?.brand ?? "visa",
				case_type: inquiry ? "inquiry" : "chargeback",
				network: charge.payment_method_details?.card?.network ?? "visa",
				network_reason_code: reason === "fraudulent" ? "10.4" : "13.1",
			},
		},
		reason,
		status: inquiry ? "warning_needs_response" : "needs_response",
	};
}

function markDisputed(draft: Draft, charge: Charge): void {
	const disputed = draft.put("charge", { ...charge, disputed: true });
	draft.emit("charge.updated", disputed, charge);
}

/** The bank takes the amount, and Stripe its fee. Emits charge.dispute.funds_withdrawn. */
function withdraw(draft: Draft, dispute: Dispute): Dispute {
	const taken = move(draft, dispute, { amount: -dispute.amount, fee: draft.settings.disputeFee });
	draft.emit("charge.dispute.funds_withdrawn", taken);
	return taken;
}

function move(
	draft: Draft,
	dispute: Dispute,
	{ amount, fee }: { amount: number; fee: number },
): Dispute {
	const back = amount > 0;
	const moved = recordBalance(draft, {
		amount,
		currency: dispute.currency,
		description: `Chargeback ${back ? "reversal" : "withdrawal"} for ${dispute.charge}`,
		fee,
		category: back ? "dispute_reversal" : "dispute",
		source: dispute.id,
		type: "adjustment",
	});
	const balance_transactions = [...dispute.balance_transactions, moved];
	return draft.put("dispute", { ...dispute, balance_transactions });
}

const answerable: ReadonlySet<string> = new Set(["needs_response", "warning_needs_response"]);

/**
 * Adds evidence, and submits it with `submit`. Emits charge.dispute.updated. Submitted test evidence
 * decides at once: `winning_evidence`, `losing_evidence`, `escalate_inquiry_evidence` as text.
 */
export function updateDispute(
	draft: Draft,
	id: string,
	params: Values<typeof disputeUpdateParams>,
): Dispute {
	const before = getRecord(draft, "dispute", { id });
	if (params.evidence !== undefined && !answerable.has(before.status)) {
		throw invalidRequest(`This dispute is already ${before.status}; its evidence is final.`, {
			param: "evidence",
		});
	}
	const given = mergeEvidence(before.evidence, params.evidence);
	const submits = params.submit ?? params.evidence !== undefined;
	const after: Dispute = {
		...before,
		evidence: given,
		intended_submission_method:
			params.intended_submission_method ?? before.intended_submission_method,
		metadata: mergeMetadata(before.metadata, params.metadata),
		...(submits && answerable.has(before.status) ? submitted(before) : {}),
	};
	if (JSON.stringify(before) === JSON.stringify(after)) return before;
	draft.put("dispute", after);
	draft.emit("charge.dispute.updated", after, before);
	return after.status === before.status ? after : decide(draft, after);
}

function submitted(dispute: Dispute) {
	const warning = dispute.status === "warning_needs_response";
	const { evidence_details } = dispute;
	return {
		evidence_details: {
			...evidence_details,
			has_evidence: true,
			submission_count: evidence_details.submission_count + 1,
			submission_method: "manual",
		},
		status: warning ? "warning_under_review" : "under_review",
	} as const;
}

function decide(draft: Draft, dispute: Dispute): Dispute {
	const words = dispute.evidence.uncategorized_text ?? "";
	const inquiry = dispute.status === "warning_under_review";
	if (inquiry && words === "escalate_inquiry_evidence") return escalate(draft, dispute);
	if (words !== "winning_evidence" && words !== "losing_evidence") return dispute;
	if (inquiry) return closeAs(draft, dispute, "warning_closed");
	return closeAs(draft, dispute, words === "winning_evidence" ? "won" : "lost");
}

/** The inquiry becomes a chargeback. Emits charge.dispute.updated and funds_withdrawn. */
function escalate(draft: Draft, before: Dispute): Dispute {
	const due_by = draft.now + draft.settings.disputeSeconds;
	const details = before.payment_method_details;
	const escalated = draft.put("dispute", {
		...before,
		evidence_details: { ...before.evidence_details, due_by },
		is_charge_refundable: false,
		...(details?.card === undefined
			? {}
			: {
					payment_method_details: {
						...details,
						card: { ...details.card, case_type: "chargeback" },
					},
				}),
		status: "needs_response",
	});
	schedule(draft, "dispute_due", before.id, due_by);
	draft.emit("charge.dispute.updated", escalated, before);
	return withdraw(draft, escalated);
}

/** Emits charge.dispute.closed, and charge.dispute.funds_reinstated when it is won. */
function closeAs(
	draft: Draft,
	dispute: Dispute,
	status: "lost" | "warning_closed" | "won",
): Dispute {
	unschedule(draft, "dispute_due", dispute.id);
	const closed = draft.put("dispute", { ...dispute, status });
	draft.emit("charge.dispute.closed", closed);
	if (status !== "won") return closed;
	const repaid = move(draft, closed, { amount: closed.amount, fee: 0 });
	draft.emit("charge.dispute.funds_reinstated", repaid);
	return repaid;
}

/** The complaint is accepted: the money stays away. Only while it waits for an answer. */
export function closeDispute(draft: Draft, id: string): Dispute {
	const dispute = getRecord(draft, "dispute", { id });
	if (!answerable.has(dispute.status)) {
		throw invalidRequest("This dispute is already closed or under review.");
	}
	return giveIn(draft, dispute);
}

/** Nobody answered in time. Emits charge.dispute.closed. */
export function expireDispute(draft: Draft, id: string): void {
	const dispute = draft.get("dispute", id);
	if (dispute === undefined || !answerable.has(dispute.status)) return;
	giveIn(draft, { ...dispute, evidence_details: { ...dispute.evidence_details, past_due: true } });
}

function giveIn(draft: Draft, dispute: Dispute): Dispute {
	const inquiry = dispute.status === "warning_needs_response";
	return closeAs(draft, dispute, inquiry ? "warning_closed" : "lost");
}
