// Every request to Stripe, counted and traced.
import type { Clock } from "../domain/clock.ts";
import type { Metrics, Trace } from "../operations/watch.ts";

/** For `createStripeClient`: `send` answers the HTTP status, and throws when no answer came. */
export function watchStripe({
	metrics,
	trace,
	clock,
}: {
	metrics: Metrics;
	trace: Trace;
	clock: Pick<Clock, "monotonicMs">;
}) {
	return (request: { method: string; resource: string }, send: () => Promise<number>) => {
		const attributes = {
			"http.request.method": request.method,
			"stripe.resource": request.resource,
		};
		const name = `stripe ${request.method} ${request.resource}`;
		return trace.span({ name, kind: "client", attributes }, async (describe) => {
			const startedMs = clock.monotonicMs();
			const took = () => (clock.monotonicMs() - startedMs) / 1000;
			try {
				const status = await send();
				describe({ "http.response.status_code": status });
				metrics.stripeRequest(request.method, status, took());
			} catch (error) {
				metrics.stripeRequest(request.method, null, took());
				throw error;
			}
		});
	};
}
