// /v1/test_helpers/test_clocks
import { getRecord } from "../../billing/core/find.ts";
import {
	advanceTestClock,
	testClockAdvanceParams,
} from "../../billing/test-clocks/advance-test-clock.ts";
import {
	createTestClock,
	deleteTestClock,
	testClockCreateParams,
} from "../../billing/test-clocks/test-clocks.ts";
import { listRoute, type Route, retrieveRoute, route } from "../route.ts";

const path = "/v1/test_helpers/test_clocks";

export const testClocks: Route[] = [
	route({ method: "POST", path, params: testClockCreateParams, run: createTestClock }),
	retrieveRoute(`${path}/:id`, (draft, id) => getRecord(draft, "test_helpers.test_clock", { id })),
	route({
		method: "POST",
		path: `${path}/:id/advance`,
		params: testClockAdvanceParams,
		run: (draft, params, { id }) => advanceTestClock(draft, id, params),
	}),
	route({
		method: "DELETE",
		path: `${path}/:id`,
		params: {},
		run: (draft, _params, { id }) => deleteTestClock(draft, id),
	}),
	listRoute({ path, collection: "test_helpers.test_clock", filters: {} }),
];
