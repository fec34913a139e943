// Choosing another price or quantity.
import { type Html, html } from "../../frame/html.ts";
import { formatMoney } from "../../words/money.ts";
import { rhythm } from "../../words/price-words.ts";
import { subscriptionPrice } from "../../words/subscription-words.ts";
import type { PortalPrice, UpdateChoices } from "../portal-billing.ts";
import {
	pathIn,
	portalFrame,
	problemNote,
	type Scene,
	taskHead,
	wayBack,
} from "../portal-scene.ts";

/** What the page shows of the choice: one rhythm of payment at a time, such as "month 1". */
export interface Shown {
	rhythm: string;
	price: string | null;
	quantity: number;
}

/** Prices as cards, one rhythm at a time; the rhythms are links, so nothing needs a script. */
export function portalUpdatePage(scene: Scene, choices: UpdateChoices, shown: Shown): Html {
	const { subscription } = choices;
	const path = `subscriptions/${subscription.id}/update`;
	const prices = pricesOf(choices, shown.rhythm);
	return portalFrame(scene, {
		title: "Update subscription",
		content: html`${taskHead(scene, "Update your subscription")}
<p class="quiet">You have ${subscription.productName} for ${subscriptionPrice(subscription)}.</p>
${problemNote(scene.problem)}
${rhythmTabs(scene, choices, shown)}
<form method="get" action="${pathIn(scene, `${path}/confirm`)}" class="choosing">
${scene.inFlow && html`<input type="hidden" name="flow" value="1">`}
<fieldset class="tiers"><legend class="visually-hidden">Choose a price</legend>
${prices.map((price) => priceCard(price, choices, shown))}
</fieldset>
${quantityField(choices, shown)}
${scene.view.may.codes && codeField}
<p class="actions"><button class="pay" type="submit">Continue</button> <a class="plain" href="${wayBack(scene)}">Go back</a></p>
</form>`,
	});
}

const codeField = html`<p class="field code"><label for="code">Promotion code <span class="quiet">(optional)</span></label><input id="code" name="code" maxlength="100" autocomplete="off" autocapitalize="characters" spellcheck="false"></p>`;

/** What to show first: what was asked for, else the rhythm and the price somebody has. */
export function shownFirst(choices: UpdateChoices, asked: Record<string, unknown>): Shown {
	const current = choices.prices.find(({ id }) => id === choices.currentPrice);
	const wanted = choices.prices.find(({ id }) => id === asked.price) ?? current;
	const rhythms = rhythmsOf(choices);
	const tab = rhythms.find((one) => one === asked.rhythm);
	const chosen = tab ?? (wanted === undefined ? (rhythms[0] ?? "") : rhythmOf(wanted));
	const within = pricesOf(choices, chosen);
	// Somebody who looks at yearly prices most likely wants his own tier yearly.
	const match =
		within.find(({ id }) => id === wanted?.id) ??
		within.find(({ productName }) => productName === current?.productName);
	const quantity = Number(asked.quantity);
	const asksQuantity = Number.isSafeInteger(quantity) && quantity > 0;
	return {
		rhythm: chosen,
		price: match?.id ?? null,
		quantity: asksQuantity ? quantity : choices.subscription.quantity,
	};
}

function rhythmOf({ interval, intervalCount }: PortalPrice): string {
	return `${interval} ${intervalCount}`;
}

function rhythmsOf({ prices }: UpdateChoices): string[] {
	const sorted = prices.toSorted((left, right) => daysOf(left) - daysOf(right));
	return [...new Set(sorted.map(rhythmOf))];
}

function pricesOf({ prices }: UpdateChoices, shown: string): PortalPrice[] {
	return prices
		.filter((price) => rhythmOf(price) === shown)
		.toSorted((left, right) => left.unitAmount - right.unitAmount);
}

const daysPer: Record<string, number> = { day: 1, week: 7, month: 30, year: 365 };

function daysOf({ interval, intervalCount }: PortalPrice): number {
	return (daysPer[interval] ?? 30) * intervalCount;
}

const tabWords: Record<string, string> = {
	"day 1": "Daily",
	"week 1": "Weekly",
	"month 1": "Monthly",
	"month 3": "Quarterly",
	"year 1": "Yearly",
};

function rhythmTabs(scene: Scene, choices: UpdateChoices, shown: Shown): Html {
	const rhythms = rhythmsOf(choices);
	if (rhythms.length < 2) return html``;
	const path = `subscriptions/${choices.subscription.id}/update?rhythm=`;
	const words = (one: string) => {
		const [interval = "", count = "1"] = one.split(" ");
		return tabWords[one] ?? rhythm(interval, Number(count)).replace(/^./, (a) => a.toUpperCase());
	};
	return html`<nav class="tabs" aria-label="How often you pay">${rhythms.map(
		(one) =>
			html`<a href="${pathIn(scene, path + encodeURIComponent(one))}"${one === shown.rhythm && html` aria-current="true"`}>${words(one)}</a>`,
	)}</nav>`;
}

function priceCard(price: PortalPrice, choices: UpdateChoices, shown: Shown): Html {
	const money = formatMoney(price.unitAmount, price.currency);
	const saving = savingOf(price, choices);
	return html`<label class="tier"><input type="radio" name="price" value="${price.id}" required${price.id === shown.price && html` checked`}>
<span class="tier-head"><span class="name">${price.productName}</span>${price.id === choices.currentPrice && html` <span class="tag over">Current</span>`}</span>
<span class="tier-price"><strong>${money}</strong> ${rhythm(price.interval, price.intervalCount)}${saving > 0 && html` <span class="tag good">Saves ${saving} %</span>`}</span>
${price.description && html`<span class="quiet">${price.description}</span>`}
${price.features.length > 0 && html`<span class="quiet tier-features">${price.features.slice(0, 5).map((one) => html`<span>${one}</span>`)}</span>`}
</label>`;
}

/** Per cent that a longer rhythm saves against the shortest one of the same product. */
function savingOf(price: PortalPrice, { prices }: UpdateChoices): number {
	const [shortest] = prices
		.filter(({ productName }) => productName === price.productName)
		.toSorted((left, right) => daysOf(left) - daysOf(right));
	if (shortest === undefined || shortest.unitAmount === 0) return 0;
	const times = Math.round((daysOf(price) / daysOf(shortest)) * 0.99);
	return Math.floor(100 - (100 * price.unitAmount) / (shortest.unitAmount * times));
}

/** The server holds each price to its own limits; the field knows the widest of them. */
function quantityField({ quantities, subscription }: UpdateChoices, shown: Shown): Html {
	const limits = Object.values(quantities);
	if (limits.length === 0)
		return html`<input type="hidden" name="quantity" value="${subscription.quantity}">`;
	const minimum = Math.min(...limits.map((limit) => limit.minimum));
	const bounded = limits.every(({ maximum }) => maximum !== null);
	const maximum = Math.max(...limits.map((limit) => limit.maximum ?? 0));
	return html`<p class="field quantity"><label for="quantity">Quantity</label><input id="quantity" name="quantity" type="number" inputmode="numeric" min="${minimum}"${bounded && html` max="${maximum}"`} step="1" value="${shown.quantity}" required></p>`;
}
