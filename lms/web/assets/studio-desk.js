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

// put writes words where the cursor is, so that they can be taken back as all that is typed.
function put(area, text) {
	area.focus();
	if (document.execCommand("insertText", false, text)) return;
	area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
	area.dispatchEvent(new Event("input", { bubbles: true }));
}

// What is pasted out of another program comes with its looks; the server says it in signs. Where it cannot, the plain words are put.
async function paste(area, html, plain) {
	const note = document.createElement("p");
	note.className = "soft";
	note.setAttribute("role", "status");
	note.textContent = tools.dataset.pasting;
	area.after(note);
	const body = new FormData();
	body.set("csrf", area.form.elements.csrf.value);
	body.set("html", html);
	try {
		const response = await fetch(area.closest("[data-paste]").dataset.paste, { method: "POST", body, headers: { Accept: "application/json" }, signal: AbortSignal.timeout(30000) });
		const answer = await response.json();
		put(area, response.ok ? answer.text : plain);
		if (response.ok) note.remove();
		else note.textContent = answer.error?.message;
	} catch {
		put(area, plain);
		note.remove();
	}
}

// A picture that is pasted or dropped is in the form that asks what it shows, behind the part that it came to.
function bring(area, files) {
	const form = document.getElementById("picture").content.firstElementChild.cloneNode(true);
	document.querySelector("[data-brought]")?.remove();
	form.dataset.brought = "";
	form.action = area.closest("[data-paste]").dataset.paste.replace(/paste$/, "picture");
	form.elements.file.files = files;
	area.closest(".piece").append(form);
	form.elements.alt.focus();
}

const pictures = (data) => [...data.files].some((file) => file.type.startsWith("image/"));
const written = (e) => e.target.closest?.("[data-paste] textarea");

document.addEventListener("paste", (e) => {
	const area = written(e);
	if (!area) return;
	const html = e.clipboardData.getData("text/html"), plain = e.clipboardData.getData("text/plain");
	if (html && plain) {
		e.preventDefault();
		paste(area, html, plain);
	} else if (pictures(e.clipboardData)) {
		e.preventDefault();
		bring(area, e.clipboardData.files);
	}
});
document.addEventListener("dragover", (e) => { if (written(e) && [...e.dataTransfer.types].includes("Files")) e.preventDefault(); });
document.addEventListener("drop", (e) => {
	const area = written(e);
	if (!area || !pictures(e.dataTransfer)) return;
	e.preventDefault();
	bring(area, e.dataTransfer.files);
});

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
