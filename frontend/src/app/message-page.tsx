// A page that has one thing to say: not found, failed, signed in elsewhere.
import type { ReactNode } from "react";

type MessagePageProps = Readonly<{ title: string; text: string; children?: ReactNode }>;

export function MessagePage({ title, text, children }: MessagePageProps) {
	return (
		<div className="mx-auto flex w-full max-w-xl grow flex-col items-center justify-center px-4 py-24 text-center sm:px-6">
			<h1 className="text-3xl font-semibold tracking-tight">{title}</h1>
			<p className="mt-3 text-ink-soft">{text}</p>
			{children ? <div className="mt-8 flex flex-wrap justify-center gap-3">{children}</div> : null}
		</div>
	);
}
