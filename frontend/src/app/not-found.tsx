// What an address without a page shows.
import type { Metadata } from "next";
import Link from "next/link";
import { buttonStyle } from "../components/button-style.ts";
import { MessagePage } from "./message-page.tsx";

export const metadata: Metadata = { title: "Page not found" };

export default function NotFound() {
	return (
		<MessagePage
			title="This page does not exist"
			text="The address may be mistyped, or the page has moved."
		>
			<Link href="/pricing" className={buttonStyle("primary")}>
				See pricing
			</Link>
			<Link href="/dashboard" className={buttonStyle("secondary")}>
				Go to your dashboard
			</Link>
		</MessagePage>
	);
}
