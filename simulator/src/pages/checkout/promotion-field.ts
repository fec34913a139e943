// The promotion code on Checkout: a field to add one, or the one that applies and a way to take it off.
import { type Html, html } from "../frame/html.ts";
import type { CheckoutView } from "../pages-billing.ts";

/** Nothing where the session takes no codes. `refused` is the last code that did not work. */
export function promotionField(
	{ session, promotion }: CheckoutView,
	refused: { typed: string; problem: string } | undefined,
): Html {
	if (!promotion.allowed) return html``;
	const path = `/c/pay/${session.id}/promotion`;
	if (promotion.code !== null) {
		return html`<form method="post" action="${path}" class="promotion-on">
<p><span class="tag good">${promotion.code}</span></p>
<button class="link" type="submit" name="code" value="">Remove<span class="visually-hidden"> promotion code ${promotion.code}</span></button>
</form>`;
	}
	const wrong = refused !== undefined;
	return html`<details class="promotion"${wrong && html` open`}>
<summary>Add promotion code</summary>
<form method="post" action="${path}">
<p class="field"><label for="code">Promotion code</label><input id="code" name="code" value="${refused?.typed ?? ""}" maxlength="100" autocomplete="off" autocapitalize="characters" spellcheck="false" required${wrong && html` aria-invalid="true" aria-describedby="code-error" autofocus`}></p>
<button class="plain" type="submit">Apply</button>
${refused && html`<p class="error" id="code-error" role="alert">${refused.problem}</p>`}
</form>
</details>`;
}
