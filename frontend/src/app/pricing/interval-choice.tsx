"use client";
// Monthly or yearly: two named choices, not a switch that one has to guess.
import type { Interval } from "./price-copy.ts";

const choices: readonly Readonly<{ interval: Interval; label: string }>[] = [
	{ interval: "month", label: "Monthly" },
	{ interval: "year", label: "Yearly" },
];

type IntervalChoiceProps = Readonly<{
	interval: Interval;
	saving: string | null;
	onChoose: (interval: Interval) => void;
}>;

/** A form of its own, so that without scripts the choice still arrives at the server. */
export function IntervalChoice({ interval, saving, onChoose }: IntervalChoiceProps) {
	return (
		<form method="get" action="/pricing" className="flex flex-col items-center gap-3">
			<fieldset className="flex rounded-xl border border-line bg-sunken p-1">
				<legend className="sr-only">How often you pay</legend>
				{choices.map((choice) => (
					<label
						key={choice.interval}
						className="flex min-h-10 items-center gap-2 rounded-lg px-4 text-[0.9375rem] font-medium text-ink-soft transition-colors select-none has-checked:bg-raised has-checked:text-ink has-checked:shadow-sm has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent-text"
					>
						<input
							type="radio"
							name="interval"
							value={choice.interval}
							checked={interval === choice.interval}
							onChange={() => onChoose(choice.interval)}
							className="sr-only"
						/>
						{choice.label}
						{choice.interval === "year" && saving ? (
							<span className="text-[0.8125rem] text-ok">{saving}</span>
						) : null}
					</label>
				))}
			</fieldset>
			<noscript>
				<button type="submit" className="underline">
					Show these prices
				</button>
			</noscript>
		</form>
	);
}
