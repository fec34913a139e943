// The command `npm run catalog:push`: makes the catalogue's products and prices in Stripe.
import { existsSync } from "node:fs";
import { billing } from "../billing.config.ts";
import { readConfig } from "./config.ts";
import { openDatabase } from "./database/connect.ts";
import { createLogger } from "./logger.ts";
import { loadCatalog } from "./operations/load-catalog.ts";
import { createStripeClient } from "./stripe/client.ts";

if (existsSync(".env")) process.loadEnvFile(".env");
try {
	const config = readConfig();
	const log = createLogger(config.logLevel);
	const database = await openDatabase(config.database, (error) => log.warn({ err: error }, "lost"));
	const stripe = createStripeClient(config.stripe);
	const onSale = await loadCatalog({ database, stripe, catalog: billing, log }, { push: true });
	await database.close();
	console.log(`${onSale.length} prices are on sale:`);
	for (const price of onSale) console.log(`  ${price.lookupKey}  ${price.priceId}`);
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exit(1);
}
