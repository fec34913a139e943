// A year in the life of one customer, drawn from a seed.
import type { Random } from "./random.ts";

export const tiers = ["freelancer", "founder", "empire"] as const;
export type TierName = (typeof tiers)[number];

/** What a person does, or what is done for them in Stripe's dashboard. */
export type Deed =
	| {
			kind: "subscribe";
			tier: TierName;
			yearly: boolean;
			tabs: number;
			pays: boolean;
			card: string;
			returns: boolean;
	  }
	| { kind: "switch"; tier: TierName }
	| { kind: "seats"; quantity: number }
	| { kind: "cancel-at-end"; on: boolean }
	| { kind: "cancel-now" }
	| { kind: "card"; card: string }
	| { kind: "pause-collection"; on: boolean }
	| { kind: "delete-customer" }
	| { kind: "subscribe-by-dashboard"; tier: TierName };

/** `at`: seconds after the beginning of the world. Deeds of one instant share a second. */
export interface Act {
	at: number;
	deed: Deed;
}

const day = 86_400;
const goodCard = "pm_card_visa";
const badCard = "pm_card_chargeCustomerFail";

export function drawLife(random: Random, days: number): Act[] {
	const acts: Act[] = [];
	let at = random.between(0, day * 3);
	const last = days * day;
	const say = (deed: Deed) => acts.push({ at, deed });
	say(subscribe(random));
	if (random.chance(0.1)) {
		at += random.between(1, 5);
		say(subscribe(random));
	}
	at += random.between(60, 20 * day);
	while (at < last && random.chance(0.85)) {
		say(change(random));
		// A change is often several at once: the same second shows itself in the events.
		while (random.chance(0.35)) say(change(random));
		if (random.chance(0.12)) {
			at += random.between(day, 10 * day);
			say(subscribe(random));
		}
		at += random.chance(0.2) ? random.between(1, 3) : random.between(day, 30 * day);
	}
	return acts.filter((act) => act.at < last);
}

function subscribe(random: Random): Deed {
	return {
		kind: "subscribe",
		tier: random.pick(tiers),
		yearly: random.chance(0.1),
		tabs: random.chance(0.15) ? 2 : 1,
		pays: !random.chance(0.15),
		card: random.chance(0.15) ? badCard : goodCard,
		returns: random.chance(0.6),
	};
}

function change(random: Random): Deed {
	const roll = random.next();
	if (roll < 0.25) return { kind: "switch", tier: random.pick(tiers) };
	if (roll < 0.4) return { kind: "seats", quantity: random.between(1, 5) };
	if (roll < 0.6) return { kind: "cancel-at-end", on: true };
	if (roll < 0.74) return { kind: "cancel-at-end", on: false };
	if (roll < 0.82) return { kind: "cancel-now" };
	if (roll < 0.94) return { kind: "card", card: random.chance(0.6) ? badCard : goodCard };
	if (roll < 0.97) return { kind: "pause-collection", on: random.chance(0.5) };
	if (roll < 0.985) return { kind: "delete-customer" };
	return { kind: "subscribe-by-dashboard", tier: random.pick(tiers) };
}
