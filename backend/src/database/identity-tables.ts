// Tables of people and their sign-ins; the last four are written by the built-in issuer alone.
import { boolean, integer, pgTable, text, timestamp } from "drizzle-orm/pg-core";

export function instant(column: string) {
	return timestamp(column, { withTimezone: true, mode: "date" });
}

export const users = pgTable("users", {
	id: text().primaryKey(),
	issuer: text().notNull(),
	subject: text().notNull(),
	email: text(),
	emailVerified: boolean("email_verified").notNull().default(false),
	name: text().notNull().default(""),
	image: text(),
	role: text().notNull().default("user"),
	stripeCustomerId: text("stripe_customer_id").unique(),
	subscriptionStatus: text("subscription_status"),
	subscriptionTier: text("subscription_tier"),
	billingVersion: integer("billing_version").notNull().default(0),
	customerAskedAt: instant("customer_asked_at"),
	createdAt: instant("created_at").notNull().defaultNow(),
	updatedAt: instant("updated_at").notNull().defaultNow(),
});

export const sessions = pgTable("sessions", {
	id: text().primaryKey(),
	userId: text("user_id").notNull(),
	token: text().notNull().unique(),
	expiresAt: instant("expires_at").notNull(),
	ipAddress: text("ip_address"),
	userAgent: text("user_agent"),
	createdAt: instant("created_at").notNull().defaultNow(),
	updatedAt: instant("updated_at").notNull(),
});

export const accounts = pgTable("accounts", {
	id: text().primaryKey(),
	userId: text("user_id").notNull(),
	accountId: text("account_id").notNull(),
	providerId: text("provider_id").notNull(),
	accessToken: text("access_token"),
	refreshToken: text("refresh_token"),
	idToken: text("id_token"),
	accessTokenExpiresAt: instant("access_token_expires_at"),
	refreshTokenExpiresAt: instant("refresh_token_expires_at"),
	scope: text(),
	password: text(),
	createdAt: instant("created_at").notNull().defaultNow(),
	updatedAt: instant("updated_at").notNull(),
});

export const verifications = pgTable("verifications", {
	id: text().primaryKey(),
	identifier: text().notNull(),
	value: text().notNull(),
	expiresAt: instant("expires_at").notNull(),
	createdAt: instant("created_at").notNull().defaultNow(),
	updatedAt: instant("updated_at").notNull().defaultNow(),
});

export const jwks = pgTable("jwks", {
	id: text().primaryKey(),
	publicKey: text("public_key").notNull(),
	privateKey: text("private_key").notNull(),
	createdAt: instant("created_at").notNull(),
	expiresAt: instant("expires_at"),
	alg: text(),
	crv: text(),
});
