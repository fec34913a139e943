"use client";
// A link of the header: says when it is the current page, and when the next one is on its way.
import Link, { useLinkStatus } from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

type NavLinkProps = Readonly<{ href: string; children: ReactNode }>;

export function NavLink({ href, children }: NavLinkProps) {
	const current = usePathname() === href;
	return (
		<Link
			href={href}
			aria-current={current ? "page" : undefined}
			className="relative flex h-11 items-center rounded-lg px-2.5 text-sm font-medium text-ink-soft transition-colors hover:text-ink aria-[current]:text-ink sm:px-3"
		>
			{children}
			<PendingLine />
		</Link>
	);
}

/** Always there and only faded in, so that nothing moves. The short delay spares quick changes. */
function PendingLine() {
	const { pending } = useLinkStatus();
	return (
		<span
			aria-hidden="true"
			className={`absolute inset-x-2.5 bottom-1.5 h-0.5 rounded-full bg-accent transition-opacity sm:inset-x-3 ${
				pending ? "motion-safe:animate-pulse opacity-100 delay-100" : "opacity-0"
			}`}
		/>
	);
}
