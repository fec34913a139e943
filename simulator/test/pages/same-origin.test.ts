// Who may post a form, and where a page may send a browser.
import { describe, expect, it } from "vitest";
import {
	filledSuccessUrl,
	successTarget,
	webAddress,
} from "../../src/pages/frame/redirect-target.ts";
import { isSameOrigin } from "../../src/pages/frame/same-origin.ts";

describe("a form", () => {
	const host = "127.0.0.1:4100";
	it.each([
		[{ host }, true],
		[{ host, "sec-fetch-site": "same-origin", origin: "null" }, true],
		[{ host, "sec-fetch-site": "cross-site" }, false],
		[{ host, "sec-fetch-site": "same-site" }, false],
		[{ host, "sec-fetch-site": "cross-site", origin: `http://${host}` }, false],
		[{ host, origin: `http://${host}` }, true],
		[{ host, origin: "http://evil.test" }, false],
		[{ host, origin: "not an address" }, false],
	])("with %j is let in: %s", (headers, allowed) => expect(isSameOrigin(headers)).toBe(allowed));
});

describe("a redirect", () => {
	const success = "https://shop.test/done?session_id={CHECKOUT_SESSION_ID}";

	it("goes to the session's own address only", () => {
		const own = "https://shop.test/done?session_id=cs_test_1";
		expect(successTarget(own, success)).toBe(own);
		expect(successTarget("https://evil.test/done", success)).toBeNull();
		expect(successTarget("https://shop.test.evil.test/", success)).toBeNull();
		expect(successTarget("//evil.test", success)).toBeNull();
		expect(successTarget("javascript:alert(1)", "javascript:alert(1)")).toBeNull();
		expect(successTarget(own, null)).toBeNull();
	});

	it("carries the session's id where the address asks for it", () => {
		expect(filledSuccessUrl(success, "cs_test_1")).toBe(
			"https://shop.test/done?session_id=cs_test_1",
		);
		expect(filledSuccessUrl("https://shop.test/done", "cs_test_1")).toBe("https://shop.test/done");
		expect(filledSuccessUrl(null, "cs_test_1")).toBeNull();
	});

	it("takes http and https for web addresses and nothing else", () => {
		expect(webAddress("http://localhost:3000/pricing")).toBe("http://localhost:3000/pricing");
		for (const address of ["data:text/html,x", "javascript:alert(1)", "/pricing", "", null])
			expect(webAddress(address)).toBeNull();
	});
});
