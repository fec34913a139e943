// The frame around every page: language, skip link, header, main, footer.
import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import "./globals.css";
import { SiteFooter } from "./site-footer.tsx";
import { SiteHeader } from "./site-header.tsx";

export const metadata: Metadata = {
	title: { default: "Tollgate", template: "%s · Tollgate" },
	description: "Pick a tier, start free, and manage your subscription in one place.",
};

export const viewport: Viewport = {
	colorScheme: "light dark",
	themeColor: [
		{ media: "(prefers-color-scheme: light)", color: "#fafafb" },
		{ media: "(prefers-color-scheme: dark)", color: "#0b0c0f" },
	],
};

export default function RootLayout({ children }: Readonly<{ children: ReactNode }>) {
	return (
		<html lang="en">
			<body className="flex min-h-dvh flex-col font-sans antialiased">
				<a
					href="#main"
					className="fixed top-2 left-3 z-10 -translate-y-24 rounded-lg bg-surface px-4 py-3 font-medium text-ink shadow-card focus:translate-y-0"
				>
					Skip to content
				</a>
				<SiteHeader />
				<main id="main" tabIndex={-1} className="flex grow flex-col outline-none">
					{children}
				</main>
				<SiteFooter />
			</body>
		</html>
	);
}
