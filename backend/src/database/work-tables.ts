// Tables of what is still to be done, and of what was given by hand.
import { bigserial, integer, pgTable, text } from "drizzle-orm/pg-core";
import { instant } from "./identity-tables.ts";

export const outbox = pgTable("outbox", {
	id: bigserial({ mode: "number" }).primaryKey(),
	effectKey: text("effect_key").notNull().unique(),
	kind: text({ enum: ["mail", "webhook", "task"] }).notNull(),
	name: text().notNull(),
	userId: text("user_id"),
	data: text().notNull(),
	status: text({ enum: ["pending", "done", "dead", "skipped"] })
		.notNull()
		.default("pending"),
	attempts: integer().notNull().default(0),
	runAt: instant("run_at").notNull().defaultNow(),
	lockedUntil: instant("locked_until"),
	lastError: text("last_error"),
	createdAt: instant("created_at").notNull().defaultNow(),
	doneAt: instant("done_at"),
	traceparent: text(),
});

export const jobs = pgTable("jobs", {
	name: text().primaryKey(),
	nextRunAt: instant("next_run_at").notNull(),
	lockedBy: text("locked_by"),
	lockedUntil: instant("locked_until"),
	lastRunAt: instant("last_run_at"),
	lastResult: text("last_result"),
	epoch: integer().notNull().default(0),
	requests: integer().notNull().default(0),
	failures: integer().notNull().default(0),
	lastOkAt: instant("last_ok_at"),
});

export const cursors = pgTable("cursors", {
	name: text().primaryKey(),
	position: text().notNull(),
	updatedAt: instant("updated_at").notNull().defaultNow(),
});

export const grants = pgTable("grants", {
	id: text().primaryKey(),
	userId: text("user_id").notNull(),
	tierName: text("tier_name").notNull(),
	actor: text().notNull(),
	reason: text().notNull(),
	startsAt: instant("starts_at").notNull(),
	endsAt: instant("ends_at"),
	revokedAt: instant("revoked_at"),
	createdAt: instant("created_at").notNull().defaultNow(),
});
