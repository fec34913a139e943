// A framed message: how things stand, or what went wrong and what to do.
import type { ReactNode } from "react";

export type Tone = "info" | "ok" | "warn" | "danger";

const tones: Record<Tone, string> = {
	info: "border-accent-line bg-accent-tint [--mark:var(--accent-text)]",
	ok: "border-ok-line bg-ok-tint [--mark:var(--ok)]",
	warn: "border-warn-line bg-warn-tint [--mark:var(--warn)]",
	danger: "border-danger-line bg-danger-tint [--mark:var(--danger)]",
};

const marks: Record<Tone, string> = {
	info: "M10 9v5M10 6h.01",
	ok: "m6.5 10.5 2.5 2.5 4.5-5.5",
	warn: "M10 6v5M10 14h.01",
	danger: "M10 6v5M10 14h.01",
};

type NoticeProps = Readonly<{
	tone: Tone;
	title: string;
	children?: ReactNode;
	/** Links or buttons, beneath the text on a phone and beside it otherwise. */
	actions?: ReactNode;
	/** `alert` interrupts a screen reader; only for what the person has just caused. */
	role?: "alert" | "status";
}>;

/** The tone is never the only sign: a mark and the title say the same. */
export function Notice({ tone, title, children, actions, role }: NoticeProps) {
	return (
		<div
			role={role}
			className={`flex flex-col gap-4 rounded-xl border p-4 sm:flex-row sm:items-center sm:p-5 ${tones[tone]}`}
		>
			<div className="flex min-w-0 grow gap-3">
				<svg
					aria-hidden="true"
					width="20"
					height="20"
					viewBox="0 0 20 20"
					className="mt-0.5 size-5 shrink-0 fill-none stroke-(--mark) stroke-[1.75]"
				>
					<circle cx="10" cy="10" r="8.25" />
					<path d={marks[tone]} strokeLinecap="round" strokeLinejoin="round" />
				</svg>
				<div className="min-w-0">
					<p className="font-medium text-ink">{title}</p>
					{children ? (
						<div className="mt-1 text-[0.9375rem] text-pretty text-ink-soft">{children}</div>
					) : null}
				</div>
			</div>
			{actions ? <div className="flex shrink-0 flex-wrap gap-2 pl-8 sm:pl-0">{actions}</div> : null}
		</div>
	);
}
