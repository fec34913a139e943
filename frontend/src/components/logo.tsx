// The product's mark: a raised gate.

export function Logo() {
	return (
		<svg aria-hidden="true" width="28" height="28" viewBox="0 0 24 24" className="size-7 shrink-0">
			<rect width="24" height="24" rx="6" className="fill-accent" />
			<path
				d="M6.5 18V6.5M6.5 9.5l11-2.6M4.5 18h4"
				fill="none"
				strokeWidth="2.4"
				strokeLinecap="round"
				className="stroke-accent-ink"
			/>
		</svg>
	);
}
