// What helps an author besides saving: signs by buttons, how a text looks to learners, and who else is here. Without this script there
// is the help below the texts, and the preview.
"use strict";

const tools = document.getElementById("tools");

// mark puts the signs around what is chosen in a text, or before each of its lines; where nothing is chosen, around the word that
// stands for it.
function mark(area, button) {
	const { around, before } = button.dataset;
	const { selectionStart: from, selectionEnd: to, value } = area;
	area.focus();
	if (around) {
		const [opening, closing] = around.split("…");
		const words = value.slice(from, to) || button.dataset.words;
		area.setRangeText(opening + words + closing, from, to, "end");
		area.setSelectionRange(from + opening.length, from + opening.length + words.length);
	} else {
		const start = value.lastIndexOf("\n", from - 1) + 1;
		const lines = (value.slice(start, to) || button.dataset.words).split("\n");
		const marked = lines.map((line, n) => before.replace("1", n + 1) + line).join("\n");
		area.setRangeText((start > 0 && value[start - 2] !== "\n" ? "\n" : "") + marked, start, to, "end");
	}
	area.dispatchEvent(new Event("input", { bubbles: true }));
}

function withTools(area) {
	const bar = tools.content.firstElementChild.cloneNode(true);
	bar.addEventListener("click", (e) => {
		const button = e.target.closest("button");
		if (button) mark(area, button);
	});
	area.addEventListener("keydown", (e) => {
		if (!(e.ctrlKey || e.metaKey) || e.altKey) return;
		const button = bar.querySelector(`[aria-keyshortcuts="Control+${e.key.toUpperCase()}"]`);
		if (!button) return;
		e.preventDefault();
		mark(area, button);
	});
	area.before(bar);
}

if (tools) for (const area of document.querySelectorAll(".piece textarea[name=text]")) withTools(area);

// A text is shown as the server makes it for learners, each time that it was saved.
for (const look of document.querySelectorAll("details[data-shown]")) {
	const pane = look.querySelector("div");
	const show = async () => {
		if (!look.open) return;
		try {
			const response = await fetch(look.dataset.shown);
			if (response.ok) pane.innerHTML = await response.text();
		} catch { /* without a line the last one stays */ }
	};
	look.hidden = false;
	look.addEventListener("toggle", show);
	look.closest(".piece").addEventListener("saved", show);
}

const here = document.querySelector("[data-here]");
if (here) {
	setInterval(async () => {
		if (document.hidden) return;
		try {
			const response = await fetch(here.dataset.here, { headers: { Accept: "application/json" } });
			const { told } = await response.json();
			if (here.textContent.trim() !== told) here.textContent = told;
		} catch { /* asked again soon */ }
	}, 25000);
}
