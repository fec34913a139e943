// The page around the sign-in and sign-up forms.
import Link from "next/link";
import { buttonStyle } from "../components/button-style.ts";
import { config } from "../config.ts";
import { currentSession } from "../session/current-session.ts";
import { safeNextPath, withNext } from "../session/next-path.ts";
import { IdentityForm } from "./identity-form.tsx";

const words = {
	"sign-up": {
		title: "Create your account",
		text: "You choose a tier in the next step.",
		otherQuestion: "Already have an account?",
		otherLabel: "Sign in",
		otherPage: "/sign-in",
		usualNext: "/pricing",
	},
	"sign-in": {
		title: "Welcome back",
		text: "Sign in to see your subscription.",
		otherQuestion: "New here?",
		otherLabel: "Create an account",
		otherPage: "/sign-up",
		usualNext: "/dashboard",
	},
} as const;

type IdentityPageProps = Readonly<{ purpose: keyof typeof words; next: unknown }>;

/**
 * Someone who is signed in already is told so, and not sent on: when the pages behind refuse a session
 * that the issuer still accepts, two redirects would chase each other for ever.
 */
export async function IdentityPage({ purpose, next }: IdentityPageProps) {
	const { title, text, otherQuestion, otherLabel, otherPage, usualNext } = words[purpose];
	const target = safeNextPath(next, usualNext);
	if (config().authMode === "external") return <SignedInElsewhere />;
	if ((await currentSession()).kind === "signed-in") return <SignedInAlready next={target} />;
	return (
		<div className="mx-auto flex w-full max-w-md grow flex-col justify-center px-4 py-16 sm:px-6">
			<h1 className="text-3xl font-semibold tracking-tight">{title}</h1>
			<p className="mt-2 text-ink-soft">{text}</p>
			<div className="mt-8">
				<IdentityForm purpose={purpose} next={target} />
			</div>
			<p className="mt-8 text-[0.9375rem] text-ink-soft">
				{otherQuestion}{" "}
				<Link
					href={withNext(otherPage, target)}
					className="font-medium text-accent-text underline underline-offset-2"
				>
					{otherLabel}
				</Link>
			</p>
		</div>
	);
}

function SignedInAlready({ next }: Readonly<{ next: string }>) {
	return (
		<div className="mx-auto flex w-full max-w-md grow flex-col justify-center px-4 py-16 sm:px-6">
			<h1 className="text-3xl font-semibold tracking-tight">You are signed in</h1>
			<p className="mt-3 text-ink-soft">To use another account, sign out first.</p>
			<Link href={next} className={buttonStyle("primary", "mt-8 self-start")}>
				Continue
			</Link>
		</div>
	);
}

function SignedInElsewhere() {
	return (
		<div className="mx-auto flex w-full max-w-md grow flex-col justify-center px-4 py-16 sm:px-6">
			<h1 className="text-3xl font-semibold tracking-tight">Sign in with your usual account</h1>
			<p className="mt-3 text-ink-soft">
				Accounts are looked after by another service here. Sign in there, then come back to this
				page: you are recognised by the session it gives your browser.
			</p>
		</div>
	);
}
