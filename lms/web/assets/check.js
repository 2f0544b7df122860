// A question inside a lesson is answered where it stands: what the server sends instead of the page is put in its place, so that
// nothing scrolls away. Whatever goes another way than expected goes the way it does without this script.
"use strict";

const lesson = document.querySelector(".lesson");
const beside = [".onward", ".contents", "header"]; // what an answer may change elsewhere on the page

// Each question has a place of its own in which its feedback is said, since nobody hears what is said by a new element.
for (const box of lesson.querySelectorAll(".check:has(form)")) {
	const said = document.createElement("p");
	said.className = "unseen";
	said.setAttribute("role", "status");
	box.after(said);
}

document.addEventListener("submit", async (e) => {
	const form = e.target, box = form.closest(".check");
	if (!box || e.defaultPrevented) return;
	e.preventDefault();
	const anchor = form.querySelector(".question").id;
	let fresh;
	try {
		const response = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), signal: AbortSignal.timeout(15000) });
		fresh = new DOMParser().parseFromString(await response.text(), "text/html");
	} catch {
		refuse(form, lesson.dataset.away);
		return;
	}
	const answered = fresh.querySelector(".lesson #" + CSS.escape(anchor))?.closest(".check");
	if (!answered?.querySelector("form")) {
		form.submit(); // say to somebody who is not logged in any more
		return;
	}
	replace(box, answered);
	for (const part of beside) {
		const old = lesson.querySelector(part), now = fresh.querySelector(".lesson " + part);
		if (old && now) old.replaceWith(document.adoptNode(now));
	}
});

function replace(box, answered) {
	const field = box.contains(document.activeElement) ? document.activeElement : null;
	answered.querySelector(".told")?.removeAttribute("role");
	box.replaceChildren(...document.adoptNode(answered).childNodes);
	const error = box.querySelector("[data-focus]");
	const again = field?.id ? document.getElementById(field.id) : null;
	(error || again || box.querySelector("form button")).focus({ preventScroll: !error });
	const told = [...box.querySelectorAll(".told, .notice")].map((one) => one.textContent.replace(/\s+/g, " ").trim()).join(" ");
	box.nextElementSibling.textContent = error ? "" : told;
}

function refuse(form, message) {
	const error = form.querySelector(".error");
	error.textContent = message;
	error.tabIndex = -1;
	error.focus();
	form.sentAt = undefined; // it may be sent again at once
}
