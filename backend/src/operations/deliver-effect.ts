// One effect of the outbox delivered, or put off, or given up.
import { createHash } from "node:crypto";
import {
	type ClaimedEffect,
	endEffect,
	findAddress,
	isSilenced,
	postponeEffect,
	silence,
} from "../database/effect-queue.ts";
import { type Delivered, retryDelay } from "../domain/delivery.ts";
import type { Letter } from "../domain/letter.ts";
import { renderMail } from "../mails/render-mail.ts";
import type { OutgoingEvent } from "../outbound/outgoing-webhook.ts";
import type { Deps } from "./deps.ts";
import { noMetrics, noTrace } from "./watch.ts";

/** How things leave. Null: there is no way, and what would have gone is skipped. */
export interface Carriers {
	mail: ((letter: Letter) => Promise<Delivered>) | null;
	webhook: { url: URL; send(event: OutgoingEvent): Promise<Delivered> } | null;
}

export type DeliverDeps = Pick<
	Deps,
	"database" | "catalog" | "log" | "baseUrl" | "metrics" | "trace"
> & {
	carriers: Carriers;
};

/**
 * Tries once, and records what became of it. A crash before the record is written means that it is
 * delivered again, with the same key. Throws when the database cannot be reached.
 */
export async function deliverEffect(deps: DeliverDeps, effect: ClaimedEffect): Promise<void> {
	const { trace = noTrace } = deps;
	const { key, kind, name, traceparent } = effect;
	const attributes = { effect_key: key, effect_kind: kind, effect_name: name };
	const start = { name: "effect delivered", kind: "producer" as const, links: [traceparent] };
	await trace.span({ ...start, attributes }, async (describe) => {
		const delivered = await deliver(deps, effect).catch((error: unknown): Delivered => {
			deps.log.error({ effect_key: key, err: error }, "an effect cannot be made ready");
			return { outcome: "retry", reason: error instanceof Error ? error.name : "unknown" };
		});
		describe({ outcome: delivered.outcome });
		await record(deps, effect, delivered);
	});
}

function deliver(deps: DeliverDeps, effect: ClaimedEffect): Promise<Delivered> {
	return effect.kind === "mail" ? sendMail(deps, effect) : sendWebhook(deps, effect);
}

async function sendMail(deps: DeliverDeps, effect: ClaimedEffect): Promise<Delivered> {
	const { carriers, catalog, baseUrl } = deps;
	if (!carriers.mail) return { outcome: "skipped", reason: "no mail server is configured" };
	// Read now and not stored with the effect: who has moved is reached at the new address.
	const to = effect.userId && (await findAddress(deps.database.queries, effect.userId));
	if (!to) return { outcome: "skipped", reason: "the user has no address" };
	const mail = renderMail(effect.name, { data: effect.data, catalog, baseUrl });
	// Stored by a newer version that is being rolled out: that one will know it.
	if (!mail) return { outcome: "retry", reason: `no mail is called ${effect.name}` };
	return carriers.mail({ key: effect.key, to, madeAt: effect.madeAt, ...mail });
}

async function sendWebhook(deps: DeliverDeps, effect: ClaimedEffect): Promise<Delivered> {
	const { webhook } = deps.carriers;
	if (!webhook) return { outcome: "skipped", reason: "no receiver is configured" };
	const { queries } = deps.database;
	const receiver = createHash("sha256").update(webhook.url.href).digest("hex");
	if (await isSilenced(queries, receiver))
		return { outcome: "skipped", reason: "the receiver has answered 410" };
	const { key: id, name: type, madeAt: at, data } = effect;
	const delivered = await webhook.send({ id, type, at, data });
	if (delivered.outcome === "gone") await silence(queries, receiver);
	return delivered;
}

async function record(
	deps: DeliverDeps,
	effect: ClaimedEffect,
	delivered: Delivered,
): Promise<void> {
	const { queries } = deps.database;
	const { metrics = noMetrics } = deps;
	const { key: effect_key, kind, name, userId: user_id, attempts } = effect;
	const fields = { effect_key, kind, name, user_id, attempts, outcome: delivered.outcome };
	if (delivered.outcome === "sent") {
		metrics.effect(kind, "sent");
		deps.log.info(fields, "an effect is delivered");
		return endEffect(queries, effect, { status: "done", reason: null });
	}
	const { outcome, reason } = delivered;
	if (outcome === "skipped") {
		metrics.effect(kind, "skipped");
		deps.log.info({ ...fields, reason }, "an effect is skipped");
		return endEffect(queries, effect, { status: "skipped", reason });
	}
	const seconds = outcome === "retry" ? retryDelay(effect.attempts) : null;
	metrics.effect(kind, seconds === null ? "dead" : "retry");
	if (seconds !== null) {
		deps.log.warn({ ...fields, reason, retry_in_s: seconds }, "an effect waits for another try");
		return postponeEffect(queries, effect, { seconds, reason });
	}
	deps.log.error({ ...fields, reason }, wordsOf(outcome));
	await endEffect(queries, effect, { status: "dead", reason });
}

function wordsOf(outcome: Delivered["outcome"]): string {
	return outcome === "gone"
		? "the receiver of webhooks answered 410: it gets nothing any more"
		: "an effect is dead";
}
