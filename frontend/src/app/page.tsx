// The front door: what this is, and the way to the prices.
import Link from "next/link";
import { buttonStyle } from "../components/button-style.ts";

const promises = [
	{
		title: "Free to begin",
		text: "Try any tier first. You see the day of your first charge before you confirm.",
	},
	{
		title: "Nothing to untangle",
		text: "Change tier, switch to yearly or cancel yourself, in two clicks and without an e-mail.",
	},
	{
		title: "Always the true state",
		text: "Your dashboard shows what Stripe says, from the second you pay.",
	},
];

export default function HomePage() {
	return (
		<div className="mx-auto flex w-full max-w-6xl grow flex-col justify-center px-4 py-20 sm:px-6 sm:py-28">
			<div className="max-w-2xl">
				<h1 className="text-4xl leading-[1.08] font-semibold tracking-tight sm:text-6xl">
					Pick a tier. Start free. Keep building.
				</h1>
				<p className="mt-6 max-w-xl text-lg text-ink-soft sm:text-xl">
					Three honest prices, a trial that tells you when it ends, and a subscription you run
					yourself.
				</p>
				<div className="mt-9 flex flex-wrap gap-3">
					<Link href="/pricing" className={buttonStyle("primary")}>
						See pricing
					</Link>
					<Link href="/sign-up" className={buttonStyle("secondary")}>
						Create account
					</Link>
				</div>
			</div>
			<ul className="mt-20 grid gap-x-10 gap-y-8 border-t border-line pt-10 sm:mt-28 md:grid-cols-3">
				{promises.map(({ title, text }) => (
					<li key={title}>
						<h2 className="font-medium">{title}</h2>
						<p className="mt-1.5 text-[0.9375rem] text-ink-soft">{text}</p>
					</li>
				))}
			</ul>
		</div>
	);
}
