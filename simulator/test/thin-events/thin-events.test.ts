import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Stripe from "stripe";
import { describe, expect, it, onTestFinished } from "vitest";
import { control } from "../support/control.ts";
import { until } from "../support/hook.ts";
import { startTest } from "../support/start.ts";

/** A receiver that keeps what it was sent. */
async function openReceiver() {
	const received: { body: string; signature: string }[] = [];
	const server = createServer((request, response) => {
		let body = "";
		request.on("data", (chunk) => {
			body += chunk;
		});
		request.on("end", () => {
			received.push({ body, signature: String(request.headers["stripe-signature"]) });
			response.end();
		});
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	onTestFinished(() => void server.closeAllConnections());
	onTestFinished(() => void server.close());
	const { port } = server.address() as AddressInfo;
	return { url: `http://localhost:${port}/thin`, received };
}

async function open() {
	const started = await startTest();
	const { stripe } = started;
	const meter = await stripe.billing.meters.create({
		display_name: "Tokens",
		event_name: "tokens",
		default_aggregation: { formula: "sum" },
	});
	const customer = await stripe.customers.create({});
	const session = await stripe.v2.billing.meterEventSession.create();
	const streaming = new Stripe(session.authentication_token, {
		host: "127.0.0.1",
		port: Number(new URL(started.simulator.url).port),
		protocol: "http",
		maxNetworkRetries: 0,
	});
	const stream = (event_name: string, payload: Record<string, string>, identifier?: string) =>
		streaming.v2.billing.meterEventStream.create({
			events: [{ event_name, payload, ...(identifier === undefined ? {} : { identifier }) }],
		});
	return { ...started, meter, customer, stream };
}

const kinds = ["v1.billing.meter.no_meter_found", "v1.billing.meter.error_report_triggered"];

describe("the stream of meter events", () => {
	it("counts what the meter can read", async () => {
		const { stripe, simulator, meter, customer, stream } = await open();
		await stream("tokens", { stripe_customer_id: customer.id, value: "12" });
		await stream("tokens", { stripe_customer_id: customer.id, value: "30" }, "once");
		await stream("tokens", { stripe_customer_id: customer.id, value: "30" }, "once");
		const minute = Math.floor(simulator.now() / 60) * 60;
		const { data } = await stripe.billing.meters.listEventSummaries(meter.id, {
			customer: customer.id,
			start_time: minute - 60,
			end_time: minute + 120,
		});
		expect(data.map(({ aggregated_value }) => aggregated_value)).toEqual([42]);
	});

	it("takes what the meter cannot read, and tells of it together a little later", async () => {
		const { stripe, meter, customer, stream, pass } = await open();
		await stream("tokens", { value: "1" }, "first");
		await stream("tokens", { stripe_customer_id: customer.id, value: "many" });
		await stream("tokens", { stripe_customer_id: "cus_nobody", value: "1" });
		await stream("nothing", { value: "1" });
		expect((await stripe.v2.core.events.list()).data).toEqual([]);
		pass(60);
		const { data } = await stripe.v2.core.events.list({ types: kinds });
		expect(data.map(({ type }) => type).sort()).toEqual([...kinds].sort());
		const report = data.find(({ type }) => type.endsWith("error_report_triggered"));
		if (report?.type !== "v1.billing.meter.error_report_triggered") throw new Error("No report");
		expect(report.related_object.id).toBe(meter.id);
		expect(report.data.reason.error_count).toBe(3);
		expect(report.data.reason.error_types.map(({ code }) => code)).toEqual([
			"meter_event_no_customer_defined",
			"meter_event_invalid_value",
			"meter_event_customer_not_found",
		]);
		expect(report.data.reason.error_types[0]?.sample_errors[0]?.request.identifier).toBe("first");
		expect(await report.fetchRelatedObject()).toMatchObject({ event_name: "tokens" });
	});

	it("wants a session's token that has not expired", async () => {
		const { stripe, customer, stream, pass } = await open();
		const payload = { stripe_customer_id: customer.id, value: "1" };
		await expect(
			stripe.v2.billing.meterEventStream.create({ events: [{ event_name: "tokens", payload }] }),
		).rejects.toThrow("expired");
		pass(16 * 60);
		await expect(stream("tokens", payload)).rejects.toBeInstanceOf(
			Stripe.errors.TemporarySessionExpiredError,
		);
	});
});

describe("a meter event of the newer API", () => {
	it("is answered with dates as text, and can be taken back", async () => {
		const { stripe, customer } = await open();
		const event = await stripe.v2.billing.meterEvents.create({
			event_name: "tokens",
			identifier: "one",
			payload: { stripe_customer_id: customer.id, value: "3" },
		});
		expect(event).toMatchObject({ object: "v2.billing.meter_event", identifier: "one" });
		expect(Date.parse(event.timestamp)).toBe(Date.parse(event.created));
		const adjustment = await stripe.v2.billing.meterEventAdjustments.create({
			event_name: "tokens",
			type: "cancel",
			cancel: { identifier: "one" },
		});
		expect(adjustment.status).toBe("complete");
		await expect(
			stripe.v2.billing.meterEvents.create({ event_name: "nothing", payload: { value: "1" } }),
		).rejects.toMatchObject({ statusCode: 400, code: "no_meter" });
	});
});

describe("an event destination for thin events", () => {
	it("is sent the notification, signed, and no snapshots", async () => {
		const { stripe, stream, pass, customer, simulator } = await open();
		const { url, received } = await openReceiver();
		const destination = await stripe.v2.core.eventDestinations.create({
			name: "Meters",
			type: "webhook_endpoint",
			event_payload: "thin",
			enabled_events: ["*"],
			webhook_endpoint: { url },
			include: ["webhook_endpoint.signing_secret"],
		});
		const secret = destination.webhook_endpoint?.signing_secret ?? "";
		await stripe.customers.update(customer.id, { name: "Ada" });
		await stream("nothing", { value: "10" });
		pass(60);
		await until(() => received.length > 0);
		await simulator.settled();
		expect(received).toHaveLength(1);
		const [{ body, signature } = { body: "", signature: "" }] = received;
		expect(JSON.parse(body)).not.toHaveProperty("data");
		expect(() => stripe.webhooks.constructEvent(body, signature, secret)).toThrow("thin");
		const notification = stripe.parseEventNotification(body, signature, secret);
		expect(notification.type).toBe("v1.billing.meter.no_meter_found");
		expect(await notification.fetchEvent()).toMatchObject({
			data: { reason: { error_types: [{ code: "no_meter" }] } },
		});
		await control(simulator, ["POST", `events/${notification.id}/resend`]);
		await until(() => received.length > 1);
		expect(received[1]?.body).toBe(body);
		const [snapshot] = (await stripe.events.list({ type: "customer.updated" })).data;
		const refused = await control(simulator, ["POST", `events/${snapshot?.id}/resend`], {
			body: { webhook_endpoint: destination.id },
		});
		expect(refused.status).toBe(400);
	});

	it("can be changed, disabled, pinged and deleted", async () => {
		const { stripe } = await startTest();
		const { url, received } = await openReceiver();
		const { id } = await stripe.v2.core.eventDestinations.create({
			name: "Meters",
			type: "webhook_endpoint",
			event_payload: "thin",
			enabled_events: ["*"],
			webhook_endpoint: { url },
		});
		const named = await stripe.v2.core.eventDestinations.update(id, { name: "Usage" });
		expect(named).toMatchObject({ name: "Usage", status: "enabled" });
		expect((await stripe.webhookEndpoints.list()).data).toEqual([]);
		expect(await stripe.v2.core.eventDestinations.ping(id)).toMatchObject({
			type: "v2.core.event_destination.ping",
			related_object: { id },
		});
		await until(() => received.length > 0);
		const off = await stripe.v2.core.eventDestinations.disable(id);
		expect(off).toMatchObject({
			status: "disabled",
			status_details: { disabled: { reason: "user" } },
		});
		expect((await stripe.v2.core.eventDestinations.enable(id)).status).toBe("enabled");
		await stripe.v2.core.eventDestinations.del(id);
		await expect(stripe.v2.core.eventDestinations.retrieve(id)).rejects.toMatchObject({
			statusCode: 404,
		});
	});

	it("is listed beside the endpoints of the older API, page by page", async () => {
		const { stripe } = await startTest();
		const made = [];
		for (const path of ["a", "b", "c"]) {
			const url = `http://localhost:9/${path}`;
			made.push((await stripe.webhookEndpoints.create({ url, enabled_events: ["*"] })).id);
		}
		const found = [];
		const pages = stripe.v2.core.eventDestinations.list({
			limit: 2,
			include: ["webhook_endpoint.url"],
		});
		for await (const one of pages) found.push([one.id, one.event_payload]);
		expect(found).toEqual(made.reverse().map((id) => [id, "snapshot"]));
	});
});
