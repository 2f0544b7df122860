// Answers are sent as they are given; what cannot be sent is kept in the browser until it can. Each answer has a number
// that grows with every change of its question, so that sending one twice keeps it once.
"use strict";

const page = document.getElementById("attempt");
const form = page.querySelector("form");
const said = page.dataset;
const clock = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
const soon = 700; // milliseconds after the last letter
let ended = false; // nothing is taken any more
let leaving = false; // the attempt is being handed in

// One question: seq is the last number used, unsent what the server has not acknowledged, refused what it never will.
// Its button is there when another window has saved another answer: only the reader can say which of the two counts.
class Question {
	constructor(box) {
		this.slot = Number(box.dataset.slot);
		this.seq = Number(box.dataset.seq);
		this.fieldset = box.querySelector("fieldset");
		this.fields = [...this.fieldset.querySelectorAll("input, select")];
		this.told = box.querySelector("[role=status]");
		this.error = box.querySelector(".error");
		this.place = "answer/" + said.attempt + "/" + this.slot;
		this.unsent = null;
		this.refused = false;
		this.known = JSON.stringify(this.response());
		this.foot = box.querySelector(".keep");
		this.button = box.querySelector(".keep button");
		this.button.remove();
		box.addEventListener("input", () => this.later());
		box.addEventListener("change", () => this.take());
		this.recall();
	}

	response() {
		const answer = {};
		for (const field of this.fields) {
			const [, line, gap] = field.name.split(".");
			const box = field.type === "radio" || field.type === "checkbox";
			if (box && !field.checked) continue;
			if (gap) {
				if (field.value.trim()) (answer.gaps ||= {})[gap] = field.value;
			} else if (line) {
				if (field.value) (answer.pairs ||= {})[line] = field.value;
			} else if (box) {
				(answer.choices ||= []).push(field.value);
			} else if (field.value.trim()) {
				answer[field.inputMode === "decimal" ? "number" : "text"] = field.value;
			}
		}
		return answer;
	}

	later() {
		clearTimeout(this.wait);
		this.wait = setTimeout(() => this.take(), soon);
	}

	// take notes that the answer has changed, first of all where it outlives this page.
	take() {
		clearTimeout(this.wait);
		const response = this.response();
		const text = JSON.stringify(response);
		if (ended || text === this.known) return;
		this.known = text;
		this.refused = false;
		this.button.remove();
		this.unsent = { seq: ++this.seq, response };
		keep(this.place, JSON.stringify(this.unsent));
		this.complain("");
		this.say(said.saving);
		count();
		send();
	}

	// recall puts back what an earlier visit could not send, unless the server has had something newer since.
	recall() {
		const left = JSON.parse(kept(this.place));
		if (!left) return;
		if (left.seq <= this.seq) {
			keep(this.place, null);
			return;
		}
		const { choices = [], pairs = {}, gaps = {}, text = "", number = "" } = left.response;
		for (const field of this.fields) {
			const [, line, gap] = field.name.split(".");
			const box = field.type === "radio" || field.type === "checkbox";
			if (box) field.checked = line ? pairs[line] === field.value : choices.includes(field.value);
			else if (gap) field.value = gaps[gap] || "";
			else if (line) field.value = pairs[line] || "";
			else field.value = field.inputMode === "decimal" ? number : text;
		}
		this.known = JSON.stringify(this.response());
		if (left.contested) {
			this.contest(left.response, this.seq, left.contested);
			return;
		}
		this.seq = left.seq;
		this.unsent = left;
		this.say(said.saving);
	}

	// The receipt is the reader's witness: it is kept after the attempt too, for the page of receipts.
	acknowledge(sent, { saved_at: savedAt, receipt }) {
		const place = "receipt/" + said.attempt + "/" + this.slot;
		keep(place, receipt);
		if (kept(place)) form.elements.held.value = "1";
		if (this.unsent !== sent) return;
		this.unsent = null;
		keep(this.place, null);
		const time = document.createElement("time");
		time.dateTime = savedAt;
		time.textContent = clock.format(new Date(savedAt));
		const [before, after] = said.saved.split("{time}");
		const line = document.createElement("span");
		line.className = "achieved";
		line.append("✓ " + before, time, after);
		this.told.classList.remove("waits");
		this.told.replaceChildren(line);
	}

	refuse(message) {
		this.refused = true;
		this.say("");
		this.complain(message);
	}

	// contest keeps the reader's own answer beside the one that another window has saved as number newest.
	contest(response, newest, message) {
		this.seq = newest;
		this.unsent = { seq: newest + 1, response, contested: message };
		keep(this.place, JSON.stringify(this.unsent));
		this.refuse(message);
		this.foot.prepend(this.button);
	}

	// insist sends the answer as it stands, changed or not.
	insist() {
		this.known = "";
		this.take();
	}

	complain(message) {
		this.error.textContent = message;
		this.fieldset.classList.toggle("wrong", message !== "");
		for (const field of this.fields) {
			if (message && field.type === "text") field.setAttribute("aria-invalid", "true");
			else field.removeAttribute("aria-invalid");
		}
	}

	say(text) {
		this.told.classList.toggle("waits", text === said.waiting || text === said.held);
		if (this.told.textContent !== text) this.told.textContent = text;
	}
}

// A browser may refuse to keep anything; answers are still sent then.
function keep(place, text) {
	try {
		if (text === null) localStorage.removeItem(place);
		else localStorage.setItem(place, text);
	} catch { /* said above */ }
}
function kept(place) {
	try {
		return localStorage.getItem(place);
	} catch {
		return null;
	}
}

// Receipts of old attempts make room: the number of an attempt grows with the time of its beginning.
try {
	Object.keys(localStorage).filter((place) => place.startsWith("receipt/")).sort().slice(0, -900).forEach((place) => keep(place, null));
} catch { /* as above */ }

const line = document.getElementById("line");
const questions = [...page.querySelectorAll("[data-slot]")].map((box) => new Question(box));
const waiting = () => questions.filter((q) => q.unsent && !q.refused);

function count() {
	const done = questions.filter((q) => q.known !== "{}").length;
	document.getElementById("answered").textContent = said.answered.replace("{done}", done).replace("{of}", questions.length);
}

let sending = null;
let retry = 0; // milliseconds until the next try
let failures = 0;
let pause;

// send sends what waits, one answer after the other; true when nothing is left.
function send() {
	clearTimeout(pause);
	return sending ||= deliver().finally(() => {
		sending = null;
		if (waiting().length > 0 && !ended) pause = setTimeout(send, retry);
	});
}

async function deliver() {
	retry = 0;
	for (let q; (q = waiting()[0]) && !ended;) {
		const sent = q.unsent, began = performance.now();
		let response, answer;
		try {
			response = await fetch(said.url + "/answers", {
				method: "POST", keepalive: true, signal: AbortSignal.timeout(15000),
				headers: { "Content-Type": "application/json", Accept: "application/json", "X-Csrf-Token": form.elements.csrf.value },
				body: JSON.stringify({ slot: q.slot, ...sent }),
			});
			answer = await response.json();
		} catch {
			return hold("");
		}
		if (response.ok) {
			failures = 0;
			q.acknowledge(sent, answer);
			setClock(answer, began);
			line.textContent = "";
			continue;
		}
		if (response.status === 401) return loggedOut();
		const { code, message, newest } = answer.error || {};
		if (code === "assessment.too_late" || code === "assessment.attempt_closed") {
			for (const late of waiting()) {
				keep(late.place, null);
				late.unsent = null;
				late.refuse(message);
			}
			ended = true;
			const link = document.createElement("a");
			link.href = said.url + "/result";
			link.textContent = said.result;
			line.replaceChildren(message + " ", link);
			return true;
		}
		if (code === "assessment.answer_changed_elsewhere") {
			q.contest(q.unsent.response, newest, message);
			continue;
		}
		const wait = Number(response.headers.get("Retry-After"));
		if ([409, 413, 422].includes(response.status) || (response.status === 429 && !wait)) {
			if (q.unsent !== sent) continue;
			q.refuse(message);
			if (response.status < 422) keep(q.place, null);
			continue;
		}
		return hold(message, wait);
	}
	return true;
}

// hold says that the answers wait, and for how long the next try does: as long as the server says at least.
function hold(message, wait = 0, why = said.waiting) {
	retry = Math.max(1000 * wait, Math.min(30000, 1000 * 2 ** failures++));
	for (const q of waiting()) q.say(why);
	line.textContent = message || "";
	return false;
}

// loggedOut says in the words of the page that its reader is not logged in any more, and leads to where they can be; from there
// they come back to the answer that waits. Logging in elsewhere in this browser will do too: the answers are tried again.
function loggedOut() {
	hold("", 5, said.held);
	const first = waiting()[0];
	const link = document.createElement("a");
	link.href = "/login?next=" + encodeURIComponent(said.url + (first ? "#" + first.fieldset.id : ""));
	link.textContent = said.login;
	if (line.querySelector("a")?.href === link.href) return false; // said, and perhaps focused
	link.addEventListener("click", () => { leaving = waiting().every((q) => kept(q.place)); });
	line.replaceChildren(said.out + " ", link);
	return false;
}

addEventListener("online", () => { failures = 0; send(); });
document.addEventListener("visibilitychange", () => { if (document.hidden) takeAll(); });
addEventListener("beforeunload", (e) => {
	takeAll();
	if (!leaving && waiting().length > 0) e.preventDefault();
});

function takeAll() {
	for (const q of questions) q.take();
}

// The form brings all answers along, as without this script; it waits for what is on its way, so that nothing is left
// behind in the browser. Enter in a field saves.
form.addEventListener("submit", async (e) => {
	const button = e.submitter;
	takeAll();
	const enter = !button || button.value === "save";
	const insisting = questions.find((q) => q.button === button);
	if (insisting) {
		e.preventDefault();
		e.stopPropagation();
		insisting.insist();
		return;
	}
	if (!enter && waiting().length === 0) {
		leaving = true;
		return;
	}
	e.preventDefault();
	e.stopPropagation();
	if (enter) return;
	if (await send() && waiting().length === 0) form.requestSubmit(button);
	else line.textContent = said.unsent;
});

// The clock is the server's: each answer says how many seconds are left, and the page counts on from there by a clock that
// nobody can set. That one may stand still while a device sleeps, so the server is asked again when it seems so; and only the
// server says that the time is over.
const shown = document.getElementById("left");
const news = document.getElementById("timer-told");
const apart = () => Date.now() - performance.now();
let end = null; // when performance.now() will be that, the time is over
let steady = apart();
let last = Infinity;
let asking = null;
let notBefore = 0; // a server that cannot be reached is not asked every second
let unanswered = 0;
let closing = false; // the server has said that the time is over

// setClock takes what the server has said in answer to a question sent at that moment: never later than it is.
function setClock({ left }, sent) {
	if (left !== undefined) end = sent + 1000 * left;
}

function tick() {
	const left = Math.max(0, Math.round((end - performance.now()) / 1000));
	shown.textContent = Math.floor(left / 60) + ":" + String(left % 60).padStart(2, "0");
	for (const [seconds, text] of [[300, said.minutes5], [60, said.minutes1]]) {
		if (left <= seconds && last > seconds && last !== Infinity) news.textContent = text;
	}
	last = left;
	const jumped = Math.abs(apart() - steady) > 2000;
	if (jumped) steady = apart();
	if (jumped || left === 0) askTime(jumped);
}

function askTime(now) {
	if (!ended && !leaving && !closing && (now || performance.now() >= notBefore)) asking ||= inquire().finally(() => { asking = null; });
}

async function inquire() {
	const sent = performance.now();
	let response, answer;
	try {
		response = await fetch(said.url + "/time", { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(15000) });
		answer = await response.json();
	} catch { /* said below */ }
	if (answer && response.ok) {
		unanswered = notBefore = 0;
		setClock(answer, sent);
		if (line.textContent === said.unsure || line.querySelector("a[href^='/login']")) line.textContent = "";
		if (!answer.open) over(answer.left > 0 ? "" : said.over);
		return;
	}
	notBefore = performance.now() + Math.min(30000, 1000 * 2 ** unanswered++);
	if (response?.status === 401) loggedOut();
	else if (end <= performance.now()) line.textContent = said.unsure;
}

if (shown && said.left) {
	// The page was drawn before its first byte came.
	setClock({ left: Number(said.left) }, performance.getEntriesByType("navigation")[0]?.responseStart || performance.now());
	setInterval(tick, 1000);
	document.addEventListener("visibilitychange", () => { if (!document.hidden) askTime(true); });
	addEventListener("pageshow", (e) => { if (e.persisted) askTime(true); });
	addEventListener("online", () => askTime(true));
	shown.hidden = false;
	tick();
}

// over hands in once the server says that nothing is taken any more. What could not be sent by then is too late, and the server says so.
async function over(text) {
	closing = true;
	takeAll();
	news.textContent = line.textContent = text;
	news.classList.remove("unseen");
	await send();
	if (ended) return; // what came too late is said where it stands
	if (waiting().length > 0) {
		addEventListener("online", () => over(text), { once: true });
		return;
	}
	leaving = true;
	form.action = said.url + "/submit";
	form.submit();
}

for (const time of page.querySelectorAll(".saved time")) time.textContent = clock.format(new Date(time.dateTime));
count();
send();
