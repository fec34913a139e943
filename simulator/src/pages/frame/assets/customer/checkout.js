// Makes the card form pleasant where scripts run; every page works without it.

/** The first digits tell who issued the card; the brand is for the eye only. */
const brands = [
	[/^4/, "Visa"],
	[/^(5[1-5]|2[2-7])/, "Mastercard"],
	[/^3[47]/, "Amex"],
	[/^6(011|4|5)/, "Discover"],
	[/^35/, "JCB"],
	[/^3[068]/, "Diners"],
	[/^62/, "UnionPay"],
];

const form = document.querySelector("form[data-checkout]");
document.querySelector("[data-problem], [role=status][autofocus]")?.focus();

if (form instanceof HTMLFormElement) sendOnce(form);

// Nobody asks for a card where nothing is due.
if (form instanceof HTMLFormElement && form.elements.namedItem("number")) {
	const number = form.elements.namedItem("number");
	const expiry = form.elements.namedItem("expiry");
	const cvc = form.elements.namedItem("cvc");
	formatAs(number, groupNumber);
	nameBrand(number);
	formatAs(expiry, spaceExpiry);
	formatAs(cvc, (digits) => digits.slice(0, 4));
	for (const input of form.querySelectorAll("input")) forgetErrorOf(input);
	fillFromPicker(form);
}

/** American Express prints 4-6-5, everybody else groups of four. */
function groupNumber(digits) {
	const groups = /^3[47]/.test(digits) ? /^(\d{4})(\d{1,6})?(\d{1,5})?.*$/ : /(\d{4})(?=\d)/g;
	if (groups.global) return digits.slice(0, 19).replace(groups, "$1 ");
	const parts = groups.exec(digits);
	return parts ? parts.slice(1).filter(Boolean).join(" ") : digits;
}

/** "5" becomes "05 / ", since no month begins with it; so does "1/", where the slash says it is all. */
function spaceExpiry(digits, typed) {
	const full = /^[2-9]|^1\s*\//.test(typed) ? `0${digits}` : digits;
	const year = full.length > 4 && full.slice(2, 4) === "20" ? full.slice(4, 6) : full.slice(2, 4);
	return full.length < 2 ? full : `${full.slice(0, 2)} / ${year}`;
}

/** Reformats while typing and keeps the caret behind the digit it stood behind. */
function formatAs(input, format) {
	input.value = format(digitsOf(input.value), input.value.trim());
	input.addEventListener("input", (event) => {
		const deletes = event.inputType?.startsWith("delete");
		const before = digitsOf(input.value.slice(0, input.selectionStart)).length;
		const digits = digitsOf(input.value);
		const atEnd = before === digits.length;
		// Deleting through a separator must not bring it back under the caret.
		const text = format(digits, input.value.trim());
		input.value = deletes && atEnd ? text.replace(/[ /]+$/, "") : text;
		const caret = atEnd ? input.value.length : positionAfter(input.value, before);
		if (document.activeElement === input) input.setSelectionRange(caret, caret);
	});
}

function nameBrand(input) {
	const label = document.querySelector("[data-brand]");
	const show = () => {
		const digits = digitsOf(input.value);
		label.textContent = brands.find(([start]) => start.test(digits))?.[1] ?? "";
	};
	input.addEventListener("input", show);
	show();
}

function digitsOf(text) {
	return text.replace(/\D/g, "");
}

function positionAfter(text, digitCount) {
	let seen = 0;
	for (let index = 0; index < text.length; index += 1) {
		if (seen === digitCount) return index;
		if (/\d/.test(text[index])) seen += 1;
	}
	return text.length;
}

/** What was wrong is being put right: the complaint about it goes, and with the last one the summary. */
function forgetErrorOf(input) {
	input.addEventListener("input", () => {
		input.closest(".cell").classList.remove("wrong");
		input.removeAttribute("aria-invalid");
		input.removeAttribute("aria-describedby");
		document.getElementById(`${input.name}-error`)?.remove();
		if (document.querySelector(".error") === null) document.querySelector(".problem")?.remove();
	});
}

function fillFromPicker(target) {
	const status = document.querySelector("[data-picked]");
	const chips = document.querySelectorAll("button[data-card]");
	for (const chip of chips) {
		chip.addEventListener("click", () => {
			const { card, expiry } = chip.dataset;
			const another = target.querySelector("[data-new-card]");
			if (another) another.checked = true;
			const name = target.elements.namedItem("name").value || "Jenny Rosen";
			for (const [field, value] of Object.entries({ number: card, expiry, cvc: "123", name })) {
				const input = target.elements.namedItem(field);
				input.value = value;
				input.dispatchEvent(new Event("input"));
			}
			for (const other of chips) other.setAttribute("aria-pressed", String(other === chip));
			if (status) status.textContent = `Filled in: card ${chip.dataset.card}`;
		});
	}
}

/** The second press of the button does nothing; coming back to the page makes it work again. */
function sendOnce(target) {
	const button = target.querySelector("button[type=submit]");
	const label = button.querySelector("span");
	const words = label.textContent;
	target.addEventListener("submit", (event) => {
		if (button.disabled) event.preventDefault();
		button.disabled = true;
		label.textContent = button.dataset.busy;
	});
	addEventListener("pageshow", () => {
		button.disabled = false;
		label.textContent = words;
	});
}
