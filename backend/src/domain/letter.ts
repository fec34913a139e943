// A mail as it is handed to whoever carries it.

/** `key` makes a repetition recognisable; `madeAt` is when its reason was written down. */
export interface Letter {
	key: string;
	to: string;
	subject: string;
	html: string;
	text: string;
	madeAt: Date;
}
