// Where the `doc_url` of an error made by /api/proxy leads.
import type { Metadata } from "next";
import { proxyFailures } from "../../../api-proxy/proxy-reply.ts";

export const metadata: Metadata = { title: "Error codes", robots: { index: false } };

export default function ErrorCodesPage() {
	return (
		<div className="mx-auto w-full max-w-3xl px-4 py-16 sm:px-6">
			<h1 className="text-3xl font-semibold tracking-tight">Error codes</h1>
			<p className="mt-3 text-ink-soft">
				What this site answers by itself when it does not pass a request on. Every other error comes
				from the billing API and names its own page.
			</p>
			<dl className="mt-8 divide-y divide-line border-y border-line">
				{Object.entries(proxyFailures).map(([code, [type, message]]) => (
					<div key={code} id={code} className="py-4 target:bg-accent-tint">
						<dt className="font-mono text-[0.9375rem] font-medium">{code}</dt>
						<dd className="mt-1 text-ink-soft">{message}</dd>
						<dd className="mt-1 font-mono text-[0.8125rem] text-ink-faint">{type}</dd>
					</div>
				))}
			</dl>
		</div>
	);
}
