// How buttons look, for real buttons and for links that lead onward.

export type ButtonVariant = "primary" | "secondary" | "quiet";

const base =
	"inline-flex min-h-11 items-center justify-center gap-2 rounded-lg px-5 text-[0.9375rem] " +
	"font-medium whitespace-nowrap transition-colors duration-150 select-none " +
	"disabled:opacity-55 aria-disabled:opacity-80";

const variants: Record<ButtonVariant, string> = {
	primary:
		"bg-accent text-accent-ink shadow-sm enabled:hover:bg-accent-hover [a&]:hover:bg-accent-hover",
	secondary:
		"border border-line bg-surface text-ink shadow-sm enabled:hover:bg-sunken [a&]:hover:bg-sunken",
	quiet: "text-ink-soft enabled:hover:bg-sunken enabled:hover:text-ink [a&]:hover:bg-sunken",
};

/** The class names of a button. Never less than 44 px high, so that a thumb finds it. */
export function buttonStyle(variant: ButtonVariant, extra = ""): string {
	return `${base} ${variants[variant]} ${extra}`;
}
