// The bar on top of every page: where one is, and who one is.
import Link from "next/link";
import { buttonStyle } from "../components/button-style.ts";
import { Logo } from "../components/logo.tsx";
import { currentSession } from "../session/current-session.ts";
import { NavLink } from "./nav-link.tsx";
import { signOutHere } from "./sign-out-action.ts";

/** When nobody can say whether a session is good, the bar keeps the signed-in links: they explain. */
export async function SiteHeader() {
	const session = await currentSession();
	const signedOut = session.kind === "signed-out";
	return (
		<header className="border-b border-line bg-canvas">
			<div className="mx-auto flex h-16 max-w-6xl items-center gap-2 px-4 sm:gap-6 sm:px-6">
				<Link
					href="/"
					aria-label="Tollgate, home"
					className="flex items-center gap-2.5 rounded-lg font-semibold tracking-tight"
				>
					<Logo />
					<span className="hidden min-[26rem]:inline">Tollgate</span>
				</Link>
				<nav aria-label="Main" className="flex grow items-center gap-0.5 sm:gap-1">
					<NavLink href="/pricing">Pricing</NavLink>
					{signedOut ? null : <NavLink href="/dashboard">Dashboard</NavLink>}
				</nav>
				{signedOut ? <SignedOutLinks /> : <SignOutButton />}
			</div>
		</header>
	);
}

function SignedOutLinks() {
	return (
		<div className="flex items-center gap-1 sm:gap-2">
			<NavLink href="/sign-in">Sign in</NavLink>
			<Link
				href="/sign-up"
				className={buttonStyle("secondary", "min-h-9! px-3.5! text-sm! max-sm:hidden")}
			>
				Sign up
			</Link>
		</div>
	);
}

function SignOutButton() {
	return (
		<form action={signOutHere}>
			<button type="submit" className={buttonStyle("quiet", "-mr-2 px-2.5! text-sm! sm:px-4!")}>
				Sign out
			</button>
		</form>
	);
}
