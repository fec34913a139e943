// The commands, their words and their options.
import { Command, CommanderError } from "commander";
import { runBackfill } from "./backfill-command.ts";
import { runExplain } from "./explain-command.ts";
import { runDeadLetters, runReconcile, runReplay, runResync } from "./repair-commands.ts";
import type { Tools } from "./tools.ts";

const userWords = "a user's id, e-mail or customer";

/** Runs the command of these words and answers the exit code. Errors of people are said, not thrown. */
export async function runCommand(words: readonly string[], tools: Tools): Promise<number> {
	const { terminal } = tools;
	try {
		await programOf(tools).parseAsync([...words], { from: "user" });
		return 0;
	} catch (error) {
		if (error instanceof CommanderError) return error.exitCode;
		terminal.note(error instanceof Error ? error.message : String(error));
		return 1;
	}
}

function programOf(tools: Tools): Command {
	const { terminal } = tools;
	const program = new Command("tollgate")
		.description("Looks after billing state from the command line, with the backend's settings.")
		.exitOverride()
		.configureOutput({
			writeOut: (text) => terminal.out(text.trimEnd()),
			writeErr: (text) => terminal.note(text.trimEnd()),
		});
	const add = (usage: string, description: string) =>
		program.command(usage).description(description).exitOverride();
	add("backfill", "import what an existing Stripe account has; run again after a break")
		.option("--link <file>", "lines of customer_id,user_id; they go before customers' metadata")
		.option("--json", "the whole summary as JSON")
		.action((options) => runBackfill(tools, options));
	add("reconcile", "compare all subscriptions with Stripe's, and repair what differs")
		.option("--force", "also when more than 1 % of the users would lose access")
		.option("--json", "what was found as JSON")
		.action((options) => runReconcile(tools, options));
	add("resync <user>", `ask Stripe about one user: ${userWords}`).action((word) =>
		runResync(tools, word),
	);
	add("replay [event]", "apply a stored event again, such as a dead letter")
		.option("--since <date>", "all events received since then, as ISO date or instant")
		.action((eventId, options) => runReplay(tools, eventId, options));
	add("dead-letters", "list events and effects that were given up")
		.option("--json", "as JSON")
		.action((options) => runDeadLetters(tools, options));
	add("explain <user>", `why somebody has the access they have: ${userWords}`)
		.option("--json", "as JSON")
		.action((word, options) => runExplain(tools, word, options));
	return program;
}
