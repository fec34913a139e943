// What a page of ours may do in a browser.
import { expect, it } from "vitest";
import { contentPolicy } from "../../src/security/content-policy.ts";

const live = { baseUrl: "https://tollgate.example", isDevelopment: false };
const local = { baseUrl: "http://localhost:3000", isDevelopment: false };

function directive(policy: string, name: string): string | undefined {
	return policy.split("; ").find((part) => part === name || part.startsWith(`${name} `));
}

it("runs no inline or evaluated script except those with this response's nonce", () => {
	const policy = contentPolicy("n0nce", live);
	expect(policy).not.toContain("unsafe");
	expect(directive(policy, "script-src")).toBe("script-src 'self' 'nonce-n0nce' 'strict-dynamic'");
	expect(directive(policy, "base-uri")).toBe("base-uri 'none'");
	expect(directive(policy, "frame-ancestors")).toBe("frame-ancestors 'none'");
	expect(directive(policy, "object-src")).toBe("object-src 'none'");
});

it("lets a form end at Stripe, and at a simulator only on one's own machine", () => {
	expect(directive(contentPolicy("n", live), "form-action")).toBe(
		"form-action 'self' https://checkout.stripe.com https://billing.stripe.com",
	);
	expect(directive(contentPolicy("n", local), "form-action")).toContain("http://127.0.0.1:*");
});

it("asks for https only where the site has it", () => {
	expect(directive(contentPolicy("n", live), "upgrade-insecure-requests")).toBeDefined();
	expect(directive(contentPolicy("n", local), "upgrade-insecure-requests")).toBeUndefined();
});

it("loosens only what the development server needs", () => {
	const policy = contentPolicy("n", { ...local, isDevelopment: true });
	expect(directive(policy, "script-src")).toContain("'unsafe-eval'");
	expect(directive(policy, "script-src")).not.toContain("unsafe-inline");
});
