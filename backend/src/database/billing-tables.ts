// Tables of money: what was sold, what Stripe told us, and what follows from it.
import { bigint, bigserial, boolean, integer, pgTable, text } from "drizzle-orm/pg-core";
import { instant } from "./identity-tables.ts";

export const prices = pgTable("prices", {
	priceId: text("price_id").primaryKey(),
	lookupKey: text("lookup_key").notNull(),
	tierName: text("tier_name").notNull(),
	interval: text({ enum: ["month", "year"] }).notNull(),
	currency: text().notNull(),
	unitAmount: bigint("unit_amount", { mode: "number" }).notNull(),
	onSale: boolean("on_sale").notNull(),
	updatedAt: instant("updated_at").notNull().defaultNow(),
});

export const lanes = pgTable("lanes", {
	lane: text().primaryKey(),
	version: integer().notNull().default(0),
	runAt: instant("run_at"),
	failures: integer().notNull().default(0),
	lockedBy: text("locked_by"),
	lockedUntil: instant("locked_until"),
	epoch: integer().notNull().default(0),
	apart: text(),
	lookedAt: instant("looked_at"),
});

export const stripeEvents = pgTable("stripe_events", {
	seq: bigserial({ mode: "number" }).primaryKey(),
	eventId: text("event_id").notNull().unique(),
	type: text().notNull(),
	apiVersion: text("api_version"),
	createdAt: instant("created_at").notNull(),
	lane: text(),
	payload: text().notNull(),
	status: text({ enum: ["pending", "applied", "ignored", "dead"] }).notNull(),
	outcome: text(),
	attempts: integer().notNull().default(0),
	lastError: text("last_error"),
	receivedAt: instant("received_at").notNull().defaultNow(),
	processedAt: instant("processed_at"),
	receivedBy: text("received_by", { enum: ["webhook", "list"] })
		.notNull()
		.default("webhook"),
	traceparent: text(),
});

export const subscriptions = pgTable("subscriptions", {
	id: text("stripe_subscription_id").primaryKey(),
	customerId: text("stripe_customer_id").notNull(),
	status: text().notNull(),
	priceId: text("price_id"),
	tierName: text("tier_name"),
	quantity: integer().notNull(),
	currency: text().notNull(),
	interval: text(),
	unitAmount: bigint("unit_amount", { mode: "number" }),
	items: text().notNull().default("[]"),
	startedAt: instant("started_at").notNull(),
	trialStartsAt: instant("trial_starts_at"),
	trialEndsAt: instant("trial_ends_at"),
	currentPeriodStartsAt: instant("current_period_starts_at"),
	currentPeriodEndsAt: instant("current_period_ends_at"),
	cancelsAt: instant("cancels_at"),
	canceledAt: instant("canceled_at"),
	endedAt: instant("ended_at"),
	observedLo: bigint("observed_lo", { mode: "number" }).notNull(),
	observedHi: bigint("observed_hi", { mode: "number" }).notNull(),
	updatedAt: instant("updated_at").notNull().defaultNow(),
});

export const checkoutAttempts = pgTable("checkout_attempts", {
	id: text().primaryKey(),
	userId: text("user_id").notNull(),
	priceId: text("price_id").notNull(),
	tierName: text("tier_name").notNull(),
	trialDays: integer("trial_days").notNull(),
	status: text({ enum: ["opening", "open", "complete", "expired"] }).notNull(),
	stripeSessionId: text("stripe_session_id").unique(),
	url: text(),
	expiresAt: instant("expires_at"),
	createdAt: instant("created_at").notNull().defaultNow(),
});

export const trials = pgTable("trials", {
	userId: text("user_id").primaryKey(),
	subscriptionId: text("stripe_subscription_id").notNull(),
	startedAt: instant("started_at").notNull(),
});

export const audit = pgTable("audit", {
	id: bigserial({ mode: "number" }).primaryKey(),
	userId: text("user_id").notNull(),
	at: instant("at").notNull().defaultNow(),
	cause: text().notNull(),
	subscriptionId: text("subscription_id"),
	statusBefore: text("status_before"),
	statusAfter: text("status_after"),
	tierBefore: text("tier_before"),
	tierAfter: text("tier_after"),
});
