// Tables of what a person may have once: a trial, a subscription, a customer.
import { bigint, pgTable, text } from "drizzle-orm/pg-core";
import { instant } from "./identity-tables.ts";

export const trialMarks = pgTable("trial_marks", {
	mark: text().primaryKey(),
	userId: text("user_id").notNull(),
	reservedAt: instant("reserved_at").notNull(),
	startedAt: instant("started_at"),
});

export const trialChecks = pgTable("trial_checks", {
	subscriptionId: text("stripe_subscription_id").primaryKey(),
	verdict: text({ enum: ["first", "again", "pardoned"] }).notNull(),
	checkedAt: instant("checked_at").notNull().defaultNow(),
});

export const duplicates = pgTable("duplicates", {
	subscriptionId: text("stripe_subscription_id").primaryKey(),
	keptSubscriptionId: text("kept_subscription_id").notNull(),
	userId: text("user_id").notNull(),
	action: text({ enum: ["canceled", "reported"] }).notNull(),
	refundedAmount: bigint("refunded_amount", { mode: "number" }).notNull(),
	currency: text().notNull(),
	resolvedAt: instant("resolved_at").notNull().defaultNow(),
});

export const formerCustomers = pgTable("former_customers", {
	customerId: text("stripe_customer_id").primaryKey(),
	userId: text("user_id").notNull(),
	endedAt: instant("ended_at").notNull().defaultNow(),
});
