import { expect, onTestFinished, test } from "vitest";
import { startSimulator } from "../../simulator/src/start.ts";
import { followSimulator } from "../src/simulated-clock.ts";

const controlToken = "asked-of-everybody";
const wallNow = () => new Date("2026-11-22T12:00:00Z");

async function aMovedSimulator(): Promise<URL> {
	const simulator = await startSimulator({ port: 0, clock: wallNow, controlToken });
	onTestFinished(() => simulator.close());
	simulator.advanceTo(simulator.now() + 86_400);
	return new URL(simulator.url);
}

test("time is the simulator's, whose control API is asked with the token", async () => {
	const followed = await followSimulator(await aMovedSimulator(), wallNow, controlToken);
	onTestFinished(() => followed.stop());
	expect(followed.now()).toEqual(new Date("2026-11-23T12:00:00Z"));
});

test.each([undefined, "another"])(
	"a token that is refused (%s) is no reason to bill by another clock",
	async (token) => {
		const following = followSimulator(await aMovedSimulator(), wallNow, token);
		await expect(following).rejects.toThrow("SIMULATOR_CONTROL_TOKEN");
	},
);

test("a simulator that is away leaves time where it was", async () => {
	const followed = await followSimulator(new URL("http://127.0.0.1:1"), wallNow, controlToken);
	onTestFinished(() => followed.stop());
	expect(followed.now()).toEqual(wallNow());
});
