// What the hosted pages see and do, answered from the running state.
import type { Faults } from "./faults/fault-rules.ts";
import { challengeBilling } from "./page-views/challenge-view.ts";
import { checkoutBilling } from "./page-views/checkout/checkout-view.ts";
import { linkBilling } from "./page-views/checkout/link-view.ts";
import { consoleBilling } from "./page-views/console/console-view.ts";
import { invoiceBilling } from "./page-views/invoice-view.ts";
import { portalBilling } from "./page-views/portal/portal-verbs.ts";
import type { PagesBilling } from "./pages/pages-billing.ts";
import type { World } from "./state/world.ts";

export function createPagesBilling(world: World, faults: Faults): PagesBilling {
	return {
		...checkoutBilling(world),
		...challengeBilling(world),
		...linkBilling(world),
		...portalBilling(world),
		...invoiceBilling(world),
		...consoleBilling(world, faults),
		now: () => world.now(),
	};
}
