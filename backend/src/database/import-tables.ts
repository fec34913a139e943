// The table of what a backfill found.
import { pgTable, text } from "drizzle-orm/pg-core";
import { instant } from "./identity-tables.ts";

export const importedCustomers = pgTable("imported_customers", {
	customerId: text("stripe_customer_id").primaryKey(),
	claimedUserId: text("claimed_user_id"),
	claimedBy: text("claimed_by", { enum: ["metadata", "file"] }),
	createdAt: instant("created_at").notNull(),
	verdict: text({
		enum: [
			"linked",
			"names_nobody",
			"no_such_user",
			"user_has_another",
			"customer_is_anothers",
			"deleted",
		],
	}),
});
