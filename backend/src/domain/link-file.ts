// The operator's own list of which customer is which user.

/**
 * Reads lines of `customer_id,user_id`; a first line with these words, blank lines and quotes are allowed.
 * Throws an `Error` that names every bad line: a half-read list would link half of the users.
 */
export function parseLinkFile(text: string): Map<string, string> {
	const links = new Map<string, string>();
	const faults: string[] = [];
	const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
	for (const [at, line] of lines.entries()) {
		const cells = line.split(",").map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
		const [customerId = "", userId = ""] = cells;
		if (line.trim() === "" || (at === 0 && customerId === "customer_id")) continue;
		if (cells.length !== 2 || !/^cus_\w+$/.test(customerId) || userId === "")
			faults.push(`line ${at + 1}: ${line}`);
		else if (links.has(customerId) && links.get(customerId) !== userId)
			faults.push(`line ${at + 1}: ${customerId} stands for two users`);
		links.set(customerId, userId);
	}
	if (faults.length > 0)
		throw new Error(`Each line must be customer_id,user_id:\n${faults.join("\n")}`);
	return links;
}
