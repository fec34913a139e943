// `npm run catalog:push`: makes the catalogue's products and prices in Stripe where they are missing.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { billing } from "../backend/billing.config.ts";
import { findCatalogPrices, pushCatalog } from "../backend/src/stripe/catalog-prices.ts";
import { createStripeClient } from "../backend/src/stripe/client.ts";
import { root } from "./start/settings.ts";

const file = join(root, ".env");
if (existsSync(file)) process.loadEnvFile(file);
const { STRIPE_SECRET_KEY: secretKey, STRIPE_API_BASE: base } = process.env;
if (!secretKey) {
	console.error("Set STRIPE_SECRET_KEY to say where. The simulator gets the catalogue by itself.");
	process.exit(1);
}

const stripe = createStripeClient(
	{ secretKey, apiBase: base ? new URL(base) : null },
	{ monotonicMs: () => performance.now() },
);
const before = await findCatalogPrices(stripe, billing);
await pushCatalog(stripe, billing);
const after = await findCatalogPrices(stripe, billing);
for (const { lookupKey, priceId } of after.onSale) {
	const made = before.missing.includes(lookupKey);
	console.log(`${made ? "made " : "there"}  ${lookupKey.padEnd(24)}${priceId}`);
}
for (const lookupKey of after.missing) console.error(`still missing: ${lookupKey}`);
process.exitCode = after.missing.length > 0 ? 1 : 0;
