// Keeps the console fresh while somebody looks at it; every page works without it.

const status = document.querySelector("[data-live-status]");
document.querySelector("[data-problem]")?.focus();

const source = new EventSource("/_simulator/console/live");
source.onopen = () => say("Live.");
source.onerror = () => say("Not connected; trying again.");
source.onmessage = () => void refresh();
addEventListener("pagehide", () => source.close());

let busy = false;
let again = false;

/** Fetches this very page and takes over the parts that show state. */
async function refresh() {
	if (busy) {
		again = true;
		return;
	}
	busy = true;
	try {
		const response = await fetch(location.href, { headers: { accept: "text/html" } });
		if (response.ok) adopt(new DOMParser().parseFromString(await response.text(), "text/html"));
	} catch {
		say("Not connected; trying again.");
	}
	busy = false;
	if (again) {
		again = false;
		void refresh();
	}
}

function adopt(fresh) {
	const old = document.querySelectorAll("[data-live]");
	const now = fresh.querySelectorAll("[data-live]");
	if (old.length !== now.length) return;
	for (const [index, part] of old.entries()) {
		const next = now[index];
		if (part.innerHTML === next.innerHTML || isInUse(part)) continue;
		const held = placeOf(part);
		const scrolls = [...part.querySelectorAll("pre, .scroll")].map((box) => [
			box.scrollTop,
			box.scrollLeft,
		]);
		part.replaceChildren(...next.childNodes);
		for (const [at, box] of [...part.querySelectorAll("pre, .scroll")].entries()) {
			[box.scrollTop, box.scrollLeft] = scrolls[at] ?? [0, 0];
		}
		held?.(part);
	}
}

/** Somebody types, chooses, or has text marked: that must not be pulled away. */
function isInUse(part) {
	const active = document.activeElement;
	if (part.contains(active) && active.matches("input, select, textarea")) return true;
	const marked = getSelection();
	if (marked && !marked.isCollapsed && part.contains(marked.anchorNode)) return true;
	return part.querySelector("input:checked[type=checkbox]") !== null;
}

/** Remembers which link or button has the focus, and gives it back to its successor. */
function placeOf(part) {
	const active = document.activeElement;
	if (!part.contains(active)) return null;
	const href = active.getAttribute("href");
	const label = active.getAttribute("aria-label") ?? active.textContent;
	return (renewed) => {
		const all = [...renewed.querySelectorAll("a, button, summary, [tabindex]")];
		const same = all.find((one) =>
			href === null
				? (one.getAttribute("aria-label") ?? one.textContent) === label
				: one.getAttribute("href") === href,
		);
		same?.focus({ preventScroll: true });
	};
}

function say(words) {
	if (status && status.textContent !== words) status.textContent = words;
}
