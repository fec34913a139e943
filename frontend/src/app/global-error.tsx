"use client";
// The last resort: shown when even the frame around the pages failed.
import "./globals.css";
import { buttonStyle } from "../components/button-style.ts";
import { MessagePage } from "./message-page.tsx";

export default function GlobalError({ retry }: Readonly<{ error: unknown; retry: () => void }>) {
	return (
		<html lang="en">
			<body className="flex min-h-dvh flex-col font-sans antialiased">
				<title>Something went wrong · Tollgate</title>
				<main className="flex grow flex-col">
					<MessagePage
						title="Something went wrong on our side"
						text="Nothing was charged or changed. Try again in a moment."
					>
						<button type="button" onClick={() => retry()} className={buttonStyle("primary")}>
							Try again
						</button>
					</MessagePage>
				</main>
			</body>
		</html>
	);
}
