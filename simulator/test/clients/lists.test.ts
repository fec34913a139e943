import { expect, it } from "vitest";
import { routes } from "../../src/api/routes.ts";
import { isRecord } from "../support/schema-check.ts";
import { startTest } from "../support/start.ts";
import { fillAccount } from "./busy-account.ts";
import { everyList } from "./every-list.ts";

/** Answers that are not one thing by its id, nor a page with cursors. */
const noLists =
	/\/search$|\/:\w+$|event_summaries$|\/preview|\/cash_balance$|\/pdf$|^\/v1\/payment_pages|^\/v2\//;

it("pages through every list by itself, both ways, and expands what it names", async () => {
	const started = await startTest();
	const { stripe } = started;
	const account = await fillAccount(started);
	for (const [path, list] of Object.entries(everyList)) {
		const whole = await list.pages(stripe, account, { limit: 100 });
		const ids = whole.data.map(idOf);
		expect(ids.length, path).toBeGreaterThanOrEqual(3);
		expect(new Set(ids).size, path).toBe(ids.length);
		const oneByOne: unknown[] = [];
		for await (const one of list.pages(stripe, account, { limit: 2 })) oneByOne.push(idOf(one));
		if (!whole.has_more) expect(oneByOne, path).toEqual(ids);
		const newer: unknown[] = [];
		const last = String(ids.at(-1));
		for await (const one of list.pages(stripe, account, { limit: 1, ending_before: last })) {
			newer.push(idOf(one));
		}
		if (!whole.has_more) expect(newer, path).toEqual(ids.slice(0, -1).reverse());
		if (list.expands === null) continue;
		const page = await list.pages(stripe, account, { expand: [`data.${list.expands}`] });
		const reached = page.data.map((one) => reach(one, list.expands ?? ""));
		expect(reached.some(isRecord), `${path} expanded by ${list.expands}`).toBe(true);
		expect(
			reached.filter((one) => typeof one === "string"),
			path,
		).toEqual([]);
	}
});

it("knows every list that there is a route for", () => {
	const paths = routes
		.filter(({ method, path }) => method === "GET" && !noLists.test(path))
		.map(({ path }) => path);
	expect(Object.keys(everyList).toSorted()).toEqual([...new Set(paths)].toSorted());
});

function idOf(one: object): unknown {
	return "id" in one ? one.id : undefined;
}

function reach(one: unknown, path: string): unknown {
	return path
		.split(".")
		.reduce((inner: unknown, key) => (isRecord(inner) ? inner[key] : undefined), one);
}
