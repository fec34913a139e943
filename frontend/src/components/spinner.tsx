// Shows that something is under way; the words beside it say what.

export function Spinner() {
	return (
		<svg
			aria-hidden="true"
			viewBox="0 0 20 20"
			className="size-4 shrink-0 motion-safe:animate-spin"
		>
			<circle
				cx="10"
				cy="10"
				r="8"
				fill="none"
				stroke="currentColor"
				strokeWidth="2.5"
				opacity=".3"
			/>
			<path
				d="M10 2a8 8 0 0 1 8 8"
				fill="none"
				stroke="currentColor"
				strokeWidth="2.5"
				strokeLinecap="round"
			/>
		</svg>
	);
}
