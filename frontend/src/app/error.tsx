"use client";
// What a page shows when rendering it failed.
import { buttonStyle } from "../components/button-style.ts";
import { MessagePage } from "./message-page.tsx";

export default function PageError({ retry }: Readonly<{ error: unknown; retry: () => void }>) {
	return (
		<MessagePage
			title="Something went wrong on our side"
			text="Nothing was charged or changed. Try again; if it keeps happening, come back in a few minutes."
		>
			<button type="button" onClick={() => retry()} className={buttonStyle("primary")}>
				Try again
			</button>
		</MessagePage>
	);
}
