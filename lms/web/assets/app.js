// What scripts add to pages that work without them.
"use strict";

// The server writes times in the reader's zone.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
const known = document.cookie.split("; ").find((c) => c.startsWith("zone="));
if (zone && known !== "zone=" + encodeURIComponent(zone)) {
	document.cookie = "zone=" + encodeURIComponent(zone) + "; path=/; max-age=31536000; samesite=lax";
}

// A form that was refused begins with why.
document.querySelector("[data-focus]")?.focus();

// A password can be looked at.
for (const input of document.querySelectorAll("[data-reveal]")) {
	const row = document.createElement("div");
	const button = document.createElement("button");
	row.className = "reveal";
	button.type = "button";
	button.className = "quiet";
	button.textContent = input.dataset.reveal;
	button.setAttribute("aria-pressed", "false");
	button.setAttribute("aria-label", input.dataset.reveal + ": " + input.labels[0].textContent.trim());
	button.addEventListener("click", () => {
		const seen = input.type === "password";
		input.type = seen ? "text" : "password";
		button.setAttribute("aria-pressed", seen);
	});
	input.before(row);
	row.append(input, button);
	input.form.addEventListener("submit", () => { input.type = "password"; });
}

// A link or code can be copied.
for (const button of document.querySelectorAll("[data-copy]")) {
	const input = document.getElementById(button.dataset.copy);
	if (!navigator.clipboard || !input) continue;
	button.hidden = false;
	button.addEventListener("click", async () => {
		await navigator.clipboard.writeText(input.value);
		const told = button.closest(".field").querySelector("[role=status]");
		if (told) told.textContent = input.dataset.copied;
	});
}

// A page can be printed.
for (const button of document.querySelectorAll("[data-print]")) {
	button.hidden = false;
	button.addEventListener("click", () => window.print());
}

// The list of languages closes like any menu.
const languages = document.querySelector(".languages");
document.addEventListener("click", (e) => {
	if (!languages.contains(e.target)) languages.open = false;
});
document.addEventListener("keydown", (e) => {
	if (e.key === "Escape" && languages.open) {
		languages.open = false;
		languages.firstElementChild.focus();
	}
});

// On a slow line a button is pressed twice: the second press within seconds sends nothing. The clock of the device may be set meanwhile.
document.addEventListener("submit", (e) => {
	const now = performance.now();
	if (now - (e.target.sentAt ?? -Infinity) < 4000) e.preventDefault();
	else e.target.sentAt = now;
});
