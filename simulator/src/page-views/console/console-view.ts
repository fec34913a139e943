// The console, from the state.
import type { CollectionName } from "../../billing/core/collections.ts";
import { readTarget } from "../../control/clock-target.ts";
import type { Faults } from "../../faults/fault-rules.ts";
import type { ConsoleBilling, Page, Shown } from "../../pages/console/console-billing.ts";
import type { World } from "../../state/world.ts";
import { deliveryBilling } from "./delivery-view.ts";
import { eventBilling } from "./event-view.ts";
import { faultBilling } from "./fault-view.ts";
import { testClockBilling } from "./test-clock-view.ts";

/** Collections that hold objects of the API, in the order a person looks for them. */
const types = [
	"customer",
	"subscription",
	"invoice",
	"product",
	"price",
	"checkout.session",
	"payment_link",
	"quote",
	"payment_intent",
	"charge",
	"refund",
	"dispute",
	"payment_method",
	"setup_intent",
	"coupon",
	"promotion_code",
	"discount",
	"subscription_schedule",
	"invoiceitem",
	"invoice_payment",
	"credit_note",
	"customer_balance_transaction",
	"balance_transaction",
	"tax_rate",
	"tax_id",
	"entitlements.feature",
	"billing.meter",
	"billing_portal.session",
	"billing_portal.configuration",
	"webhook_endpoint",
	"test_helpers.test_clock",
	"event",
] as const satisfies readonly CollectionName[];

type TypeName = (typeof types)[number];

const pageSize = 25;
/** Finding words in everything is a scan; beyond this many objects it stops looking. */
const scanned = 20_000;

export function consoleBilling(world: World, faults: Faults): ConsoleBilling {
	const watchers = new Set<() => void>();
	const tell = () => {
		for (const watcher of watchers) watcher();
	};
	world.onCommit(tell);
	world.onReplaced(tell);
	return {
		...eventBilling(world),
		...deliveryBilling(world),
		...testClockBilling(world),
		...faultBilling(faults),
		overview: () => ({
			offset: world.offset(),
			types: types.map((name) => ({ name, count: world.count(name) })),
		}),
		listObjects: (type, search, before) => {
			const name = types.find((one) => one === type);
			return name === undefined ? undefined : listObjects(world, name, { search, before });
		},
		searchObjects: (search) =>
			types
				.filter((name) => name !== "event")
				.flatMap((name) => listObjects(world, name, { search, before: null }).rows)
				.slice(0, pageSize * 2),
		findObject(id) {
			for (const name of types) {
				const found = world.state.get(name, id);
				if (found !== undefined) return { ...found };
			}
			return undefined;
		},
		moveClock(advance) {
			const target = readTarget({ advance }, world.now());
			if ("problem" in target) return target.problem;
			world.advanceTo(target.to);
			return null;
		},
		reset: () => world.reset(),
		watch(changed) {
			watchers.add(changed);
			return () => watchers.delete(changed);
		},
	};
}

function listObjects(
	world: World,
	name: TypeName,
	{ search, before }: { search: string; before: string | null },
): Page<Shown> {
	const words = search.trim().toLowerCase();
	const rows: Shown[] = [];
	let seen = 0;
	for (const one of world.state.list(name, before === null ? {} : { before })) {
		seen += 1;
		if (seen > scanned) break;
		if (words !== "" && !JSON.stringify(one).toLowerCase().includes(words)) continue;
		if (rows.length === pageSize) return { rows, older: String(rows.at(-1)?.id) };
		rows.push({ ...one });
	}
	return { rows, older: null };
}
