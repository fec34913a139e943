// Words the block of addresses that is shown once everything is ready.
import { relative } from "node:path";
import { addressesOf } from "./programs.ts";
import { root, type StartSettings } from "./settings.ts";

/** The block as one string; `seconds` is how long the start took. */
export function banner(settings: StartSettings, seconds: number): string {
	const { backend, simulator } = addressesOf(settings);
	const inside = relative(root, settings.dataDir);
	const data = inside.startsWith("..") ? settings.dataDir : inside;
	const kept = `${data} (delete the folder to begin anew)`;
	const stripe = simulator
		? [
				["Stripe", `simulated on this machine: ${simulator}`],
				["Its console", `${simulator}/${tokenQuery(settings)}`],
				["Its mails", `kept, not sent: ${backend}/dev/mail`],
				["Test cards", "4242 4242 4242 4242 pays, 4000 0000 0000 0002 is declined"],
				["", "any future date, any CVC"],
			]
		: [["Stripe", "the real one, with your key"]];
	const rows = [
		["Pricing page", `${settings.baseUrl}/pricing`],
		["Dashboard", `${settings.baseUrl}/dashboard`],
		["API docs", `${backend}/docs`],
		...stripe,
		["Data", settings.usesPostgres ? "in PostgreSQL (DATABASE_URL)" : kept],
		["Logs", `${data}/logs`],
		["Stop", "Ctrl-C"],
	];
	const lines = rows.map(([name = "", value = ""]) => `  ${name.padEnd(14)}${value}`);
	return ["", `Tollgate is ready after ${seconds.toFixed(1)} s.`, "", ...lines, ""].join("\n");
}

// The link opens the console once; from then on the browser has a cookie.
function tokenQuery({ controlToken }: StartSettings): string {
	return controlToken === null ? "" : `?token=${encodeURIComponent(controlToken)}`;
}
