// Which spelling of the address a visitor is brought to.
import { expect, it } from "vitest";
import { canonicalAddress } from "../../src/security/canonical-address.ts";

const base = "http://localhost:3000";

it("brings 127.0.0.1 to localhost, with path and query", () => {
	expect(canonicalAddress("127.0.0.1:3000", "/dashboard?session_id=cs_1", base)).toBe(
		"http://localhost:3000/dashboard?session_id=cs_1",
	);
});

it.each([
	["the right host", "localhost:3000", base],
	["another port of this machine", "127.0.0.1:4000", base],
	["a name in the network", "devbox:3000", base],
	["a public site under another name", "www.tollgate.example", "https://tollgate.example"],
	["no host", null, base],
	["nonsense", "::::", base],
])("leaves %s alone", (_name, host, baseUrl) => {
	expect(canonicalAddress(host, "/", baseUrl)).toBeNull();
});

it("cannot be talked into another site by the path", () => {
	for (const path of ["//evil.example", "/\\evil.example", "http://evil.example"]) {
		const address = canonicalAddress("127.0.0.1:3000", path, base);
		expect(address === null || new URL(address).origin === base, path).toBe(true);
	}
});
