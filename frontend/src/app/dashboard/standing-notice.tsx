// The message on top of the dashboard, with the one thing to do about it.
import type { BillingReply } from "@tollgate/backend/contract";
import Link from "next/link";
import { buttonStyle } from "../../components/button-style.ts";
import { Notice } from "../../components/notice.tsx";
import { HostedPageForm } from "../../hosted-page/hosted-page-form.tsx";
import { type Standing, standingOf } from "./standing.ts";

export function StandingNotice({ billing }: Readonly<{ billing: BillingReply }>) {
	const standing = standingOf(billing);
	return (
		<Notice
			tone={standing.tone}
			title={standing.title}
			actions={standing.action === "none" ? null : <Action {...standing} />}
		>
			{standing.text}
		</Notice>
	);
}

function Action({ action, actionLabel }: Pick<Standing, "action" | "actionLabel">) {
	if (action === "pricing") {
		return (
			<Link href="/pricing" className={buttonStyle("primary")}>
				{actionLabel}
			</Link>
		);
	}
	return (
		<HostedPageForm
			target={{ page: "portal", returnPath: "/dashboard" }}
			label={actionLabel}
			pendingLabel="Opening billing…"
			variant="primary"
		/>
	);
}
