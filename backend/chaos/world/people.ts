// People who have signed up, written straight into the table.
import type { ChaosDatabase } from "./database.ts";

/** Answers the id of the person's user. */
export async function aUserRow(database: ChaosDatabase, person: number): Promise<string> {
	const id = `user_${person}`;
	await database.query(
		`insert into users (id, issuer, subject, email, email_verified, name)
			values ($1, 'https://id.example.test', $1, $1 || '@example.test', true, 'Ada')`,
		[id],
	);
	return id;
}
