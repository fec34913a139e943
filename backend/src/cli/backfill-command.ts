// `tollgate backfill`: an existing Stripe account becomes ours.
import { parseLinkFile } from "../domain/link-file.ts";
import { type BackfillSummary, backfill, type Progress } from "../operations/backfill.ts";
import { type Bar, startBar } from "./terminal.ts";
import { aloneSoon, refusal, type Tools } from "./tools.ts";

const titles = {
	subscriptions: "Reading subscriptions",
	customers: "Reading customers",
	links: "Linking customers to users",
};

export async function runBackfill(
	tools: Tools,
	options: { link?: string; json?: boolean },
): Promise<void> {
	const { terminal } = tools;
	const links =
		options.link === undefined ? new Map() : parseLinkFile(tools.readText(options.link));
	const startedMs = terminal.monotonicMs();
	const summary = await tools.withBackend((opened) =>
		aloneSoon(tools, opened, {
			name: "backfill",
			work: async (signal) => {
				// Without prices every subscription would be of no tier.
				if ((await opened.loadPrices()) === 0)
					throw refusal(
						"Stripe has no price with a lookup key of backend/billing.config.ts: see docs/backfill.md.",
					);
				const bars = showPhases(tools);
				const { show: onProgress } = bars;
				return backfill(opened.deps, { links, signal, onProgress }).finally(bars.end);
			},
		}),
	);
	const seconds = (terminal.monotonicMs() - startedMs) / 1_000;
	if (options.json) terminal.out(JSON.stringify({ ...summary, seconds }, null, 2));
	else for (const line of describe(summary, seconds)) terminal.out(line);
}

function showPhases(tools: Tools) {
	let phase: Progress["phase"] | null = null;
	let bar: Bar | null = null;
	return {
		show: (progress: Progress) => {
			if (progress.phase !== phase) {
				bar?.end();
				bar = startBar(tools.terminal, titles[progress.phase]);
				phase = progress.phase;
			}
			bar?.show(progress);
		},
		end: () => bar?.end(),
	};
}

const reasons = {
	names_nobody: "name no user: neither in metadata.user_id nor in a file",
	no_such_user: "name a user that is not there (yet): linked when that user comes",
	user_has_another: "name a user who is linked to another customer",
	customer_is_anothers: "name another user than the one they are linked to: the link stays",
	deleted: "are deleted in Stripe",
};
const examplesMax = 5;

function describe(summary: BackfillSummary, seconds: number): string[] {
	const { listed, customers, subscriptions, unlinked, unknownPrices } = summary;
	const lines = [
		`${listed.customers} customers and ${listed.subscriptions} subscriptions in ${seconds.toFixed(1)} s` +
			(summary.resumed ? " (the walk before was taken up again)." : "."),
		`Customers linked to users: ${customers.linked}. Subscriptions of linked customers: ` +
			`${subscriptions.linked}; parked, granting nothing: ${subscriptions.parked}.`,
	];
	for (const [reason, words] of Object.entries(reasons)) {
		const found = unlinked.filter((one) => one.reason === reason);
		if (found.length === 0) continue;
		const some = found.slice(0, examplesMax).map((one) => one.customerId);
		const more = found.length > examplesMax ? ", …" : "";
		lines.push(`${found.length} customers ${words} (${some.join(", ")}${more}).`);
	}
	for (const { priceId, subscriptions: count } of unknownPrices)
		lines.push(
			`${count} live subscriptions have the price ${priceId ?? "none"}, which stands for no tier: ` +
				"give it a lookup key of billing.config.ts, and run this again.",
		);
	if (summary.usersWithSeveralSubscriptions > 0)
		lines.push(
			`${summary.usersWithSeveralSubscriptions} users have more than one live subscription: ` +
				"the strongest decides, and none was ended.",
		);
	return lines;
}
