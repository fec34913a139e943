// The bank's question about a payment or a card, and its answer.
import { answerIntent } from "../billing/checkout/pay/answer-intent.ts";
import type { PaymentIntent, SetupIntent } from "../billing/core/objects.ts";
import { StripeError } from "../billing/core/stripe-error.ts";
import type { ChallengeBilling } from "../pages/pages-billing.ts";
import type { World } from "../state/world.ts";
import { refusalIn } from "./outcomes.ts";

export function challengeBilling(world: World): ChallengeBilling {
	return {
		findChallenge: (id) => {
			const intent = findIntent(world, id);
			if (intent?.status !== "requires_action") return undefined;
			const paying = intent.object === "payment_intent";
			return {
				businessName: world.settings.businessName,
				amount: paying ? intent.amount : null,
				currency: paying ? intent.currency : "usd",
				returnUrl: intent.next_action?.redirect_to_url?.return_url ?? null,
			};
		},
		answerChallenge(id, succeeds) {
			const outcome = refusalIn(() => world.run((draft) => answerIntent(draft, id, succeeds)));
			if (outcome instanceof StripeError) return { failed: outcome.message };
			return { failed: failureOf(outcome) };
		},
	};
}

function findIntent(world: World, id: string): PaymentIntent | SetupIntent | undefined {
	return world.state.get("payment_intent", id) ?? world.state.get("setup_intent", id);
}

function failureOf(intent: PaymentIntent | SetupIntent): string | null {
	const failed =
		intent.object === "payment_intent" ? intent.last_payment_error : intent.last_setup_error;
	return failed?.message ?? null;
}
