// `tollgate explain`: from a user to the access of this moment, step by step.
import { type Explanation, explainUser } from "../operations/explain-user.ts";
import { refusal, type Tools } from "./tools.ts";

export async function runExplain(
	tools: Tools,
	word: string,
	{ json = false }: { json?: boolean },
): Promise<void> {
	const found = await tools.withBackend(({ deps }) => explainUser(deps, word));
	if (found.length === 0) throw refusal(`Nobody has the id, e-mail or customer ${word}.`);
	if (json) {
		const plain = found.map((one) => ({
			...one,
			tierOfPrice: Object.fromEntries(one.tierOfPrice),
		}));
		return tools.terminal.out(JSON.stringify(plain, null, 2));
	}
	for (const one of found) for (const line of explanationLines(one)) tools.terminal.out(line);
}

const rules = {
	grant: "a grant is in force",
	lease: "the subscription is live, and its lease holds",
	lease_over: "the subscription is said to be live, but nothing was heard since its period ended",
	grace: "the renewal failed, and the days of grace run",
	grace_over: "the renewal failed, and the days of grace are over",
	status: "this status opens nothing",
	nothing_held: "there is neither a subscription nor a grant",
};

function explanationLines(found: Explanation): string[] {
	const { user, billing, access, now } = found;
	const agrees = user.status === billing.status && user.tierName === billing.tierName;
	return [
		`User ${user.id}${user.email === null ? "" : ` (${user.email})`}, of ${user.issuer}`,
		`  customer: ${user.customerId ?? "none"}`,
		...found.subscriptions.flatMap((one) => subscriptionLines(found, one)),
		...found.grants.map(
			(one) =>
				`  grant ${one.id}: ${one.tierName}, ${one.inForce ? "in force" : "not in force"}, ` +
				`from ${iso(one.startsAt)} to ${iso(one.endsAt)}`,
		),
		`  decides: ${billing.deciding?.id ?? "nothing"}${billing.grant ? ` and grant ${billing.grant.id}` : ""}`,
		`  status ${user.status ?? "none"}, tier ${user.tierName ?? "none"}, version ${user.billingVersion}` +
			(agrees
				? ""
				: ` — but what is stored comes to ${billing.status ?? "none"}, ${billing.tierName ?? "none"}: tollgate resync ${user.id}`),
		`  access at ${iso(now)}: ${access.access}, since ${rules[access.rule]}` +
			(access.until ? `; until ${iso(access.until)}` : ""),
		...(found.audit.length > 0 ? ["  changes, the newest first:"] : []),
		...found.audit.map(
			(row) =>
				`    ${iso(row.at)}  ${row.statusBefore ?? "none"}/${row.tierBefore ?? "none"} → ` +
				`${row.statusAfter ?? "none"}/${row.tierAfter ?? "none"}  ${row.subscriptionId ?? ""}  by ${row.cause}`,
		),
		...(found.events.length > 0 ? ["  events, the newest first:"] : []),
		...found.events.map(
			(event) =>
				`    ${iso(event.createdAt)}  ${event.eventId}  ${event.type}  ` +
				`${event.status}${event.outcome ? ` (${event.outcome})` : ""}`,
		),
	];
}

function subscriptionLines(
	found: Explanation,
	one: Explanation["subscriptions"][number],
): string[] {
	const { subscription, lo, hi } = one;
	const ends = subscription.cancelsAt ? `, cancels ${iso(subscription.cancelsAt)}` : "";
	return [
		`  subscription ${subscription.id}: ${subscription.status}, tier ${subscription.tierName ?? "none"}, ` +
			`period to ${iso(subscription.currentPeriodEndsAt)}${ends}; as Stripe had it between ` +
			`${iso(new Date(lo * 1000))} and ${iso(new Date(hi * 1000))}`,
		...subscription.items.map((item) => {
			const tier = found.tierOfPrice.get(item.priceId ?? "");
			const means = tier ?? "no tier that is known: the one held before is kept";
			return `    item: ${item.quantity} × ${item.priceId ?? "no price"} → ${means}`;
		}),
	];
}

function iso(at: Date | null): string {
	return at === null ? "no end" : at.toISOString().replace(".000", "");
}
