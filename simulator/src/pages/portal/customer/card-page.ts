// The form for a new card in the portal.
import { cardFields, type FormState, problemSummary } from "../../card/card-fields.ts";
import { testCardPicker } from "../../card/test-card-picker.ts";
import { type Html, html } from "../../frame/html.ts";
import { formatMoney } from "../../words/money.ts";
import { pathIn, portalFrame, type Scene, taskHead, wayBack } from "../portal-scene.ts";

/** Says before anything is charged that open invoices are tried with the new card at once. */
export function portalCardPage(scene: Scene, state: FormState): Html {
	const { view, now } = scene;
	const open = view.openInvoices.filter(({ status }) => status === "open");
	const due = open.map(({ amountDue, currency }) => formatMoney(amountDue, currency)).join(", ");
	return portalFrame(scene, {
		title: "Add payment method",
		content: html`${taskHead(scene, "Add payment method")}
<div class="panel">
${problemSummary(state)}
<form method="post" action="${pathIn(scene, "payment-methods/new")}" novalidate data-checkout>
${cardFields(state)}
${due !== "" && html`<p class="hint">This card is charged ${due} now for the open ${open.length > 1 ? "invoices" : "invoice"}.</p>`}
<button class="pay" type="submit" aria-describedby="terms" data-busy="Saving…"><span>${due === "" ? "Save card" : "Save card and pay"}</span></button>
<p class="terms" id="terms">You allow ${view.businessName} to charge this card for your subscription. It becomes your default payment method.</p>
</form>
<p><a class="plain" href="${wayBack(scene)}">Go back</a></p>
${testCardPicker(now)}
</div>`,
	});
}
