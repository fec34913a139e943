// The quiet end of every page.
import Link from "next/link";

export function SiteFooter() {
	return (
		<footer className="mt-auto border-t border-line">
			<div className="mx-auto flex max-w-6xl flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-6 text-sm text-ink-faint sm:px-6">
				<p>Payments are handled by Stripe. Your card never reaches our servers.</p>
				<nav aria-label="Footer">
					<Link href="/pricing" className="rounded py-1 hover:text-ink">
						Pricing
					</Link>
				</nav>
			</div>
		</footer>
	);
}
