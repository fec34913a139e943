// The one button of a tier card, in the form that fits this person.
import Form from "next/form";
import { buttonStyle } from "../../components/button-style.ts";
import { HostedPageForm } from "../../hosted-page/hosted-page-form.tsx";
import type { TierOffer } from "./tier-offer.ts";

type TierButtonProps = Readonly<{
	offer: TierOffer;
	highlighted: boolean;
	describedBy: string;
	disabled: boolean;
	onPendingChange: (pending: boolean) => void;
}>;

export function TierButton({ offer, highlighted, ...rest }: TierButtonProps) {
	const variant = highlighted ? "primary" : "secondary";
	if (offer.kind === "current") {
		return (
			<button
				type="button"
				disabled
				aria-describedby={rest.describedBy}
				className={buttonStyle("secondary", "w-full")}
			>
				{offer.label}
			</button>
		);
	}
	if (offer.kind === "sign-up") {
		return (
			<Form action="/sign-up">
				<input type="hidden" name="next" value={offer.next} />
				<button
					type="submit"
					aria-describedby={rest.describedBy}
					className={buttonStyle(variant, "w-full")}
				>
					{offer.label}
				</button>
			</Form>
		);
	}
	const { label, pendingLabel, target } = offer;
	return <HostedPageForm {...rest} {...{ label, pendingLabel, target, variant }} />;
}
