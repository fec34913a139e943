// Answers what people ask before they pay.

type Question = Readonly<{ ask: string; answer: string }>;

function questionsFor(trialDays: number): Question[] {
	const firstCharge =
		trialDays > 0
			? `Not today, if this is your first subscription. Your card is charged when the ${trialDays}-day free trial ends, and not at all if you cancel before then. The date is on your dashboard from the start.`
			: "When you subscribe, and then once a month or once a year, on the date your dashboard shows.";
	return [
		{ ask: "When am I charged?", answer: firstCharge },
		{
			ask: "Can I cancel any time?",
			answer:
				"Yes. Open Manage billing on your dashboard. You keep what you have paid for until the end of that period, and you are not charged again.",
		},
		{
			ask: "Can I change tier, or switch to yearly, later?",
			answer:
				"Yes, in both directions, from your dashboard. You see what it costs before you confirm.",
		},
		{
			ask: "Can I have a second trial?",
			answer:
				"There is one free trial per person. If you come back later, your subscription starts with its first payment.",
		},
		{
			ask: "Who sees my card?",
			answer:
				"Only Stripe. You type the number on Stripe's own page; it never reaches our servers.",
		},
	];
}

/** Native disclosure: works with a keyboard, with search in the page, and without scripts. */
export function FrequentQuestions({ trialDays }: Readonly<{ trialDays: number }>) {
	return (
		<section aria-labelledby="questions" className="mx-auto mt-24 w-full max-w-2xl sm:mt-32">
			<h2 id="questions" className="text-2xl font-semibold tracking-tight">
				Questions
			</h2>
			<div className="mt-6 divide-y divide-line border-y border-line">
				{questionsFor(trialDays).map(({ ask, answer }) => (
					<details key={ask} className="group">
						<summary className="flex min-h-14 list-none items-center justify-between gap-4 rounded py-3 font-medium [&::-webkit-details-marker]:hidden">
							{ask}
							<svg
								aria-hidden="true"
								width="20"
								height="20"
								viewBox="0 0 20 20"
								className="size-5 shrink-0 fill-none stroke-ink-faint stroke-[1.75] motion-safe:transition-transform group-open:rotate-45"
							>
								<path d="M10 4.5v11M4.5 10h11" strokeLinecap="round" />
							</svg>
						</summary>
						<p className="pr-9 pb-5 text-[0.9375rem] text-ink-soft">{answer}</p>
					</details>
				))}
			</div>
		</section>
	);
}
