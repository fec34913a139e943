// What must hold of the whole state at any instant, whatever led there.
import type { Invoice } from "../../src/billing/core/objects.ts";
import type { World } from "../../src/state/world.ts";
import { problemsOf } from "../../test/support/schema-check.ts";
import { brokenEventLaws, type LoggedEvent } from "./event-laws.ts";
import { brokenInvoiceLaws } from "./invoice-laws.ts";

/** Every law that is broken, as sentences: of events, sums, money, time and Stripe's shapes. */
export function brokenLaws(world: World): string[] {
	return [
		...brokenLog(world),
		...[...world.state.list("invoice")].flatMap((invoice) => brokenInvoice(world, invoice)),
		...brokenCharges(world),
		...brokenBalances(world),
		...brokenSubscriptions(world),
	];
}

function brokenLog(world: World): string[] {
	const events = [...world.state.list("event")].reverse();
	const log: LoggedEvent[] = events.map(({ type, created, data }) => ({
		type,
		created,
		data: { ...data, object: { ...data.object } },
	}));
	return [
		...events.flatMap((event) => problemsOf(event)),
		...brokenEventLaws(log, (kind, id) => currentOf(world, kind, id)),
	];
}

const kinds = [
	"customer",
	"product",
	"price",
	"coupon",
	"payment_method",
	"payment_intent",
	"setup_intent",
	"charge",
	"refund",
	"invoice",
	"invoiceitem",
	"invoice_payment",
	"credit_note",
	"subscription",
	"subscription_schedule",
	"checkout.session",
] as const;

function currentOf(world: World, kind: string, id: string): Record<string, unknown> | undefined {
	const name = kinds.find((one) => one === kind);
	const found = name === undefined ? undefined : world.state.get(name, id);
	return found === undefined ? undefined : { ...found };
}

/** Its own sums, and that what was paid came from somewhere. */
function brokenInvoice(world: World, invoice: Invoice): string[] {
	const payments = [...world.state.list("invoice_payment", { group: `invoice:${invoice.id}` })];
	const paid = payments.reduce((sum, payment) => sum + (payment.amount_paid ?? 0), 0);
	const broken = brokenInvoiceLaws(invoice);
	if (paid > 0 && paid !== invoice.amount_paid) {
		broken.push(`${invoice.id}: amount_paid ${invoice.amount_paid}, its payments ${paid}`);
	}
	return broken;
}

function brokenCharges(world: World): string[] {
	return [...world.state.list("charge")].flatMap((charge) => {
		const refunds = [...world.state.list("refund", { group: `charge:${charge.id}` })];
		const given = refunds
			.filter(({ status }) => status !== "failed" && status !== "canceled")
			.reduce((sum, { amount }) => sum + amount, 0);
		const fair = given === charge.amount_refunded && given <= charge.amount_captured;
		return fair
			? []
			: [`${charge.id}: refunds of ${given}, amount_refunded ${charge.amount_refunded}`];
	});
}

/** A customer's balance is the sum of its transactions, and each of them says the balance after it. */
function brokenBalances(world: World): string[] {
	return [...world.state.list("customer")].flatMap((customer) => {
		const group = `customer:${customer.id}`;
		const moves = [...world.state.list("customer_balance_transaction", { group })];
		const sum = moves.reduce((total, { amount }) => total + amount, 0);
		const last = moves[0]?.ending_balance ?? 0;
		const fair = sum === customer.balance && last === customer.balance;
		return fair
			? []
			: [
					`${customer.id}: balance ${customer.balance}, its transactions make ${sum} and say ${last}`,
				];
	});
}

const living: ReadonlySet<string> = new Set(["trialing", "active", "past_due", "unpaid"]);

/** A living subscription never stands still: its period lies around now. */
function brokenSubscriptions(world: World): string[] {
	const now = world.now();
	return [...world.state.list("subscription")]
		.filter(({ status }) => living.has(status))
		.flatMap(({ id, status, items }) =>
			items.data
				.filter((item) => item.current_period_start > now || item.current_period_end < now)
				.map((item) => {
					const period = `${item.current_period_start} to ${item.current_period_end}`;
					return `${id} is ${status} at ${now} with a period from ${period}`;
				}),
		);
}
