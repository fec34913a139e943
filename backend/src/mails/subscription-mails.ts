// The mails about a subscription: its trial, and its end.
import {
	type Content,
	dashboardOf,
	instantOf,
	moneyOf,
	type Occasion,
	priceOf,
	subscriptionOf,
	tierOf,
} from "./content.ts";

export function trialWillEnd(occasion: Occasion): Content {
	const endsAt = instantOf(occasion, "ends_at");
	const price = priceOf(occasion);
	return {
		subject: `Your ${occasion.catalog.businessName} trial ends ${dayOf(endsAt)}`,
		paragraphs: [
			`Your free trial ends ${momentOf(endsAt)}.`,
			price
				? `From then on ${subscriptionOf(occasion)} costs ${price}, before discounts and tax.`
				: `From then on ${subscriptionOf(occasion)} is charged at its price.`,
			"There is nothing to do if you want to stay. To stop, cancel before that moment and nothing is charged.",
		],
		action: { label: "See your subscription", url: dashboardOf(occasion) },
	};
}

export function trialEnded(occasion: Occasion): Content {
	const paused = occasion.data.status === "paused";
	const price = priceOf(occasion);
	const goesOn = price ? `Its price is ${price}, before discounts and tax.` : "";
	return {
		subject: `Your ${occasion.catalog.businessName} trial has ended`,
		paragraphs: paused
			? [
					"Your free trial has ended, and no payment method is on file.",
					`So ${subscriptionOf(occasion)} is paused, and nothing is charged. Add a payment method to go on where you stopped.`,
				]
			: [
					`Your free trial has ended, and ${subscriptionOf(occasion)} goes on without a break.`,
					...(goesOn ? [goesOn] : []),
				],
		action: {
			label: paused ? "Add a payment method" : "See your subscription",
			url: dashboardOf(occasion),
		},
	};
}

export function cancellationScheduled(occasion: Occasion): Content {
	const endsAt = instantOf(occasion, "ends_at");
	return {
		subject: `Your ${occasion.catalog.businessName} subscription ends ${dayOf(endsAt)}`,
		paragraphs: [
			`As asked, ${subscriptionOf(occasion)} is canceled.`,
			endsAt
				? `You keep your access until ${endsAt}. It is not renewed after that.`
				: "You keep your access until the time you paid for is over.",
			"If you change your mind before then, one click takes it back.",
		],
		action: { label: "Keep the subscription", url: dashboardOf(occasion) },
	};
}

export function subscriptionEnded(occasion: Occasion): Content {
	const endedAt = instantOf(occasion, "ended_at");
	const because =
		occasion.data.unpaid === true
			? ["The last payment did not go through, also when it was tried again."]
			: [];
	return {
		subject: `Your ${occasion.catalog.businessName} subscription has ended`,
		paragraphs: [
			`${endedAt ? `On ${endedAt}, ` : "Recently, "}${subscriptionOf(occasion)} ended.`,
			...because,
			"No further payment is taken. Your account stays, and you are welcome back at any time.",
		],
		action: { label: "See the tiers", url: `${occasion.baseUrl}/pricing` },
	};
}

export function duplicateRefunded(occasion: Occasion): Content {
	const tier = tierOf(occasion);
	const money = moneyOf(occasion);
	return {
		subject: `A second payment to ${occasion.catalog.businessName} was returned`,
		paragraphs: [
			`You subscribed twice${tier ? ` to ${tier}` : ""}, most likely from two open pages.`,
			`We kept one subscription, ended the other and returned ${money ?? "its payment"}.`,
			"It takes some days until your bank shows it. There is nothing for you to do.",
		],
		...(money && { facts: [["Returned", money]] }),
		action: { label: "See your subscription", url: dashboardOf(occasion) },
	};
}

// The subject needs the day alone; the text says the hour and the zone.
function dayOf(instant: string | null): string {
	return momentOf(instant?.split(",")[0] ?? null);
}

function momentOf(words: string | null): string {
	return words === null ? "soon" : `on ${words}`;
}
