// Who counts as the same person, when something is given once.

const dotlessDomains = new Set(["gmail.com", "googlemail.com"]);

/**
 * The mailbox behind an address: lower case, without `+tag`, and without the dots that Gmail ignores.
 * Two spellings of one mailbox answer the same; an address without `@` is itself.
 */
export function mailboxOf(email: string): string {
	const address = email.trim().toLowerCase();
	const at = address.lastIndexOf("@");
	if (at < 1) return address;
	const [domain, local] = [address.slice(at + 1), address.slice(0, at)];
	const untagged = local.split("+")[0] || local;
	if (!dotlessDomains.has(domain)) return `${untagged}@${domain}`;
	return `${untagged.replaceAll(".", "")}@gmail.com`;
}
