// How much access one pass of reconciling may take before a person has to look.

// A handful is everyday life, however few users there are.
const alwaysAllowed = 5;
const shareMax = 0.01;

/**
 * True when a pass would take access from more than 1 % of the users who have it, and from more than
 * five. So many at once mean another account, a lost permission or a fault of ours before they mean
 * that so many people left unheard.
 */
export function takesTooMany(pass: { losing: number; withAccess: number }): boolean {
	return pass.losing > alwaysAllowed && pass.losing > pass.withAccess * shareMax;
}
