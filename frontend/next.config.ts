// Tells Next.js how to build and what every response carries.
import { join } from "node:path";
import type { NextConfig } from "next";

/** Headers that never change; the per-request content policy is set in src/proxy.ts. */
const fixedHeaders = [
	{ key: "X-Content-Type-Options", value: "nosniff" },
	// A Checkout session id stands in the dashboard's address: no other site may see it.
	{ key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
	{ key: "X-Frame-Options", value: "DENY" },
	{ key: "Cross-Origin-Opener-Policy", value: "same-origin" },
	{ key: "Permissions-Policy", value: "camera=(), geolocation=(), microphone=(), payment=()" },
];

const nextConfig: NextConfig = {
	agentRules: false,
	poweredByHeader: false,
	reactStrictMode: true,
	// One install serves the whole workspace, so the compiler must look from the repository's root.
	turbopack: { root: join(import.meta.dirname, "..") },
	headers: () => [{ source: "/:path*", headers: fixedHeaders }],
};

export default nextConfig;
