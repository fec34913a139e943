// The whole story of a subscription with nothing but forms on a command line.
import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { isRecord, problemsOf } from "../support/schema-check.ts";
import { startTest } from "../support/start.ts";

const hasCurl = spawnSync("curl", ["--version"]).status === 0;
if (!hasCurl) console.warn("There is no curl here: the same forms are sent by fetch.");
const run = promisify(execFile);

/** Sends the pairs as curl's -d does: in order, brackets and all. */
async function send(url: string, pairs: readonly string[], method = "POST") {
	const json: unknown = JSON.parse(
		hasCurl ? await sendByCurl(url, pairs, method) : await sendByFetch(url, pairs, method),
	);
	expect(problemsOf(json)).toEqual([]);
	if (!isRecord(json)) throw new Error(`${url} answered no object`);
	return json;
}

async function sendByCurl(url: string, pairs: readonly string[], method: string): Promise<string> {
	const data = pairs.flatMap((pair) => ["-d", pair]);
	const inQuery = method === "GET" ? ["-G"] : ["-X", method];
	const { stdout } = await run("curl", ["-s", "-u", "sk_test_x:", ...inQuery, ...data, url]);
	return stdout;
}

async function sendByFetch(url: string, pairs: readonly string[], method: string): Promise<string> {
	const inQuery = method === "GET" && pairs.length > 0;
	const response = await fetch(inQuery ? `${url}?${pairs.join("&")}` : url, {
		method,
		headers: {
			authorization: `Basic ${Buffer.from("sk_test_x:").toString("base64")}`,
			"content-type": "application/x-www-form-urlencoded",
		},
		...(method === "POST" ? { body: pairs.join("&") } : {}),
	});
	return response.text();
}

describe("plain forms", () => {
	it("sell, list, change and end a subscription", async () => {
		const { simulator } = await startTest();
		const at = (path: string) => `${simulator.url}/v1/${path}`;
		const product = await send(at("products"), ["name=Founder"]);
		const price = await send(at("prices"), [
			`product=${product.id}`,
			"currency=usd",
			"unit_amount=2900",
			"recurring[interval]=month",
		]);
		const customer = await send(at("customers"), [
			"email=ada@example.com",
			"payment_method=pm_card_visa",
			"invoice_settings[default_payment_method]=pm_card_visa",
			"metadata[user]=7",
		]);
		const subscription = await send(at("subscriptions"), [
			`customer=${customer.id}`,
			`items[][price]=${price.id}`,
			"expand[]=latest_invoice.payments",
		]);
		expect(subscription).toMatchObject({ status: "active", latest_invoice: { status: "paid" } });
		const listed = await send(at("subscriptions"), [`customer=${customer.id}`, "limit=3"], "GET");
		expect(listed.data).toMatchObject([{ id: subscription.id }]);
		const path = at(`subscriptions/${subscription.id}`);
		const later = await send(path, ["cancel_at_period_end=true"]);
		expect(later).toMatchObject({ cancel_at_period_end: true, status: "active" });
		expect(await send(path, ["metadata[seat]=2", "metadata[user]="])).toMatchObject({
			metadata: { seat: "2" },
		});
		expect(await send(path, [], "DELETE")).toMatchObject({ status: "canceled" });
		expect(await send(at("subscriptions"), ["colour=red"])).toMatchObject({
			error: { code: "parameter_unknown", param: "colour" },
		});
	});
});
