// The front door: what this is, how it goes, and the way to the prices.
import Link from "next/link";
import { getTiers } from "../billing-api/billing.ts";
import { buttonStyle } from "../components/button-style.ts";
import { currentSession } from "../session/current-session.ts";

export default async function HomePage() {
	const session = await currentSession();
	const tiers = await getTiers();
	return (
		<div className="mx-auto grid w-full max-w-6xl grow content-center items-center gap-x-16 gap-y-16 px-4 py-16 sm:px-6 sm:py-24 lg:grid-cols-[1.15fr_1fr]">
			<div>
				<h1 className="text-[2.75rem] leading-[1.06] font-semibold tracking-tight sm:text-6xl">
					<span className="block">Pick a tier.</span> <span className="block">Start free.</span>{" "}
					<span className="block">Keep building.</span>
				</h1>
				<p className="mt-6 max-w-md text-lg text-ink-soft">
					Plain prices, a trial that tells you when it ends, and a subscription you run yourself.
				</p>
				<div className="mt-9 flex flex-wrap gap-3">
					<Link href="/pricing" className={buttonStyle("primary")}>
						See pricing
					</Link>
					{session.kind === "signed-out" ? (
						<Link href="/sign-up" className={buttonStyle("secondary")}>
							Create account
						</Link>
					) : (
						<Link href="/dashboard" className={buttonStyle("secondary")}>
							Go to your dashboard
						</Link>
					)}
				</div>
			</div>
			<HowItGoes trialDays={tiers.ok ? tiers.value.trial.days : 0} />
		</div>
	);
}

type Step = Readonly<{ when: string; what: string; detail: string }>;

function stepsFor(trialDays: number): Step[] {
	const start: Step[] =
		trialDays > 0
			? [
					{
						when: "Today",
						what: "Your trial starts",
						detail: "Everything is open. You pay nothing.",
					},
					{
						when: `Day ${trialDays}`,
						what: "Your first charge",
						detail: "On a date your dashboard shows from the start. Cancel before, pay nothing.",
					},
				]
			: [{ when: "Today", what: "You subscribe", detail: "Everything is open at once." }];
	return [
		...start,
		{
			when: "Any day",
			what: "You decide",
			detail: "Change tier, switch to yearly or cancel, from your dashboard.",
		},
	];
}

function HowItGoes({ trialDays }: Readonly<{ trialDays: number }>) {
	return (
		<section
			aria-labelledby="how"
			className="rounded-2xl border border-line bg-surface p-6 shadow-card sm:p-8"
		>
			<h2 id="how" className="text-sm text-ink-faint">
				How it goes
			</h2>
			<ol className="mt-5">
				{stepsFor(trialDays).map(({ when, what, detail }) => (
					<li key={when} className="group flex gap-4">
						<span aria-hidden="true" className="flex flex-col items-center">
							<span className="mt-1.5 size-3 rounded-full border-2 border-accent-text group-first:bg-accent-text" />
							<span className="mt-1.5 w-px grow bg-line group-last:hidden" />
						</span>
						<div className="pb-7 group-last:pb-0">
							<p className="text-sm font-medium text-accent-text">{when}</p>
							<p className="mt-0.5 font-medium">{what}</p>
							<p className="mt-1 text-[0.9375rem] text-ink-soft">{detail}</p>
						</div>
					</li>
				))}
			</ol>
		</section>
	);
}
