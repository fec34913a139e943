// The levers of the simulator itself.
import { expect, it } from "vitest";
import { openShop } from "../support/shop.ts";
import { day, startTest } from "../support/start.ts";

async function move(url: string, body: unknown) {
	const answer = await fetch(`${url}/_simulator/clock`, {
		method: "POST",
		headers: { "content-type": "application/json" },
		body: JSON.stringify(body),
	});
	const read: unknown = await answer.json();
	return { status: answer.status, body: read };
}

it("tells its health and its time", async () => {
	const { simulator } = await startTest();
	const health = await fetch(`${simulator.url}/_simulator/health`);
	expect(health.status).toBe(200);
	expect(await health.json()).toEqual({ status: "ok", now: expect.any(Number) });
	const clock = await fetch(`${simulator.url}/_simulator/clock`);
	expect(await clock.json()).toEqual({ now: expect.any(Number), offset_seconds: 0 });
});

it("moves forward by a duration or to an instant", async () => {
	const { simulator } = await startTest();
	const start = simulator.now();
	for (const advance of ["7d", "1h", "90s", "2m", "1w"]) {
		expect((await move(simulator.url, { advance })).status).toBe(200);
	}
	const moved = 14 * day + 3600 + 90 + 120;
	expect(simulator.now() - start).toBeGreaterThanOrEqual(moved);
	expect(simulator.now() - start).toBeLessThan(moved + 5);
	await move(simulator.url, { advance: "1mo" });
	const to = simulator.now() + 1000;
	expect(await move(simulator.url, { to })).toMatchObject({ status: 200, body: { now: to } });
});

it("refuses to go back, to leap too far, and what it cannot read", async () => {
	const { simulator } = await startTest();
	for (const body of [
		{ to: simulator.now() - 10 },
		{ advance: "-1d" },
		{ advance: "soon" },
		{ advance: "99y" },
		{},
		[],
		{ to: 1.5 },
	]) {
		const refused = await move(simulator.url, body);
		expect(refused).toMatchObject({
			status: 400,
			body: { error: { message: expect.any(String) } },
		});
	}
});

it("forgets everything on a reset", async () => {
	const started = await startTest();
	await openShop(started);
	started.pass(day);
	await fetch(`${started.simulator.url}/_simulator/reset`, { method: "POST" });
	expect((await started.stripe.customers.list()).data).toEqual([]);
	expect(Math.abs(started.simulator.now() - Date.now() / 1000)).toBeLessThan(5);
});
