// Tables of the delivery of effects.
import { pgTable, text } from "drizzle-orm/pg-core";
import { instant } from "./identity-tables.ts";

export const silencedReceivers = pgTable("silenced_receivers", {
	receiver: text().primaryKey(),
	silencedAt: instant("silenced_at").notNull().defaultNow(),
});
