// The list of settings: the source of `.env.example` and of the defaults.

/** One row of `.env.example` and of the README's table. */
export interface Setting {
	name: string;
	meaning: string;
	/** What holds when it is not set; null when it must be set (or has no sense unset). */
	fallback: string | null;
	secret: boolean;
}

export const settings: readonly Setting[] = [
	setting(
		"STRIPE_SECRET_KEY",
		"Stripe's secret key. Unset: everything runs on the simulator.",
		null,
		true,
	),
	setting("STRIPE_PUBLISHABLE_KEY", "Stripe's publishable key, of the same mode.", null),
	setting(
		"STRIPE_WEBHOOK_SECRET",
		"The webhook endpoint's signing secret; several, comma-separated, while one is rolled.",
		null,
		true,
	),
	setting("BASE_URL", "Where people reach the frontend.", "http://localhost:3000"),
	setting("BACKEND_URL", "Where the backend's own pages are reached.", "http://127.0.0.1:8000"),
	setting("BACKEND_PORT", "The port the backend listens on.", "8000"),
	setting("BACKEND_HOST", "The address the backend listens on.", "127.0.0.1"),
	setting(
		"DATABASE_URL",
		"PostgreSQL 15 or newer. Unset: an embedded database under DATA_DIR.",
		null,
		true,
	),
	setting("FRONTEND_PORT", "With npm start: the port of the pages.", "3000"),
	setting("SIMULATOR_PORT", "With npm start: the port of the simulator.", "12111"),
	setting("DATA_DIR", "Where the embedded database and the simulator keep their data.", ".data"),
	setting("STRIPE_API_BASE", "The simulator's address; only with a simulator's key.", null),
	setting(
		"SIMULATOR_CONTROL_TOKEN",
		"What the simulator's control API asks for, when it does. With npm start: made for each run.",
		null,
		true,
	),
	setting(
		"AUTH_MODE",
		"`built-in`: people sign up here. `external`: another issuer's tokens are accepted.",
		"built-in",
	),
	setting(
		"AUTH_SECRET",
		"At least 32 random characters: protects the built-in issuer's keys and sessions.",
		null,
		true,
	),
	setting("AUTH_ISSUER", "With AUTH_MODE=external: the `iss` of its tokens.", null),
	setting("AUTH_AUDIENCE", "With AUTH_MODE=external: the `aud` that its tokens have for us.", null),
	setting(
		"AUTH_JWKS_URL",
		"With AUTH_MODE=external: where its public keys are; or else AUTH_JWT_SECRET.",
		null,
	),
	setting(
		"AUTH_JWT_SECRET",
		"With AUTH_MODE=external: the shared HS256 secret, at least 32 characters.",
		null,
		true,
	),
	setting(
		"SMTP_URL",
		"The mail server: smtps://user:password@host, or smtp://…:587. Unset: files in DATA_DIR/mail on the simulator, else no mails.",
		null,
		true,
	),
	setting(
		"MAIL_FROM",
		"With SMTP_URL: whom mails come from, `Example <billing@example.com>`.",
		null,
	),
	setting("OUTGOING_WEBHOOK_URL", "Your own server, told of every change of a user's state.", null),
	setting(
		"OUTGOING_WEBHOOK_SECRET",
		"With it: what signs, `whsec_` and 24 to 64 random bytes in base64; several, comma-separated.",
		null,
		true,
	),
	setting("ALLOW_TEST_KEYS", "`yes` permits Stripe test keys with NODE_ENV=production.", "no"),
	setting(
		"EVENT_RETENTION_DAYS",
		"How long webhook events that were dealt with are kept; at least 31, since Stripe can repeat one for 30.",
		"90",
	),
	setting(
		"METRICS_TOKEN",
		"Who reads /metrics says it as bearer token; at least 16 random characters. Unset: this machine alone may.",
		null,
		true,
	),
	setting(
		"OTEL_EXPORTER_OTLP_ENDPOINT",
		"Where traces go by OTLP over HTTP, such as http://localhost:4318. Unset: nothing is traced.",
		null,
	),
	setting("OTEL_TRACES_SAMPLER_ARG", "With it: the share of deliveries traced, 0 to 1.", "1"),
	setting("LOG_LEVEL", "fatal, error, warn, info, debug or silent.", "info"),
];

/** The default of a setting; empty when it has none. */
export function fallbackOf(name: string): string {
	return settings.find((row) => row.name === name)?.fallback ?? "";
}

function setting(name: string, meaning: string, fallback: string | null, secret = false): Setting {
	return { name, meaning, fallback, secret };
}
