// What an author writes is saved as it is written; what cannot be sent is kept in the browser until it can. Each text is based on the
// number of what stood there before, so that nobody writes over another, and each has a name of its own, so that sending it
// twice saves it once.
"use strict";

const page = document.querySelector("[data-studio]");
const said = page.dataset;
const clock = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
const soon = 600; // milliseconds after the last letter
const texts = [];

// A browser may refuse to keep anything; texts are still sent then.
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

// The rows of a form, each marked as one, may become more: the last is made once more, with its number in all that names it.
const lastRow = (fields) => [...fields.querySelectorAll("[data-row]")].pop();
const numberOf = (name) => Number(name.match(/\d+/)?.[0] ?? -1);
function anotherRow(fields) {
	const last = lastRow(fields);
	if (!last) return null;
	const number = numberOf(last.querySelector("input, textarea, select").name);
	if (number + 1 >= Number(fields.dataset.fields)) return null;
	const row = last.cloneNode(true);
	const next = (text) => text.replace(/\d+/, (n) => Number(n) + 1);
	for (const one of row.querySelectorAll("*")) {
		for (const name of ["name", "id", "for", "aria-label", "aria-describedby"]) if (one.hasAttribute(name)) one.setAttribute(name, next(one.getAttribute(name)));
		if (one.matches("button")) one.value = one.value.replace(/\d+$/, number + 1);
		else if (one.matches("input[type=checkbox]")) one.checked = false;
		else if (one.matches("input, textarea")) one.value = one.defaultValue = "";
		if (one.matches("legend")) one.textContent = next(one.textContent);
	}
	last.after(row);
	return row;
}

// What is written in many fields that are one text together, as a table is: to Text it is like a field of its own.
class Fields {
	constructor(form, name) {
		this.form = form;
		this.name = name;
		this.frame = form.querySelector("[data-fields]");
		this.many = true;
	}

	list() {
		return [...this.frame.querySelectorAll("input[name]:not([type=hidden]), textarea, select")];
	}

	get value() {
		return JSON.stringify(this.list().filter((one) => one.type === "checkbox" ? one.checked : one.value).map((one) => [one.name, one.value]));
	}

	set value(text) {
		const said = new Map(JSON.parse(text));
		const most = Math.max(...[...said.keys()].map(numberOf));
		for (let row = lastRow(this.frame); row && numberOf(row.querySelector("input, textarea, select").name) < most; row = anotherRow(this.frame)) { /* until there is room */ }
		for (const one of this.list()) {
			if (one.type === "checkbox") one.checked = said.has(one.name);
			else one.value = said.get(one.name) ?? "";
		}
	}

	fill(body, text) {
		for (const one of this.list()) body.delete(one.name);
		for (const [name, value] of JSON.parse(text)) body.set(name, value);
	}

	addEventListener(...listening) { this.frame.addEventListener(...listening); }
	dispatchEvent(event) { this.frame.dispatchEvent(event); }
	after(note) { this.frame.after(note); }
	focus() { this.list()[0]?.focus(); }
}

// One text of the page: unsent is what the server has not acknowledged. In the browser it is kept by who wrote it, so that nobody else
// who logs in there sees or sends it.
class Text {
	constructor(area) {
		this.area = area;
		this.form = area.form;
		this.name = area.name;
		this.base = this.form.elements["base-" + this.name];
		this.told = this.form.querySelector(".told");
		this.place = ["draft", this.field("writer"), new URL(this.form.action).pathname, this.field("lang"), this.name, ...(area.many ? ["fields"] : [])].join("/");
		this.known = this.area.value;
		this.unsent = null;
		this.contested = false;
		this.area.addEventListener("input", () => this.later());
		this.area.addEventListener("change", () => this.take());
		this.recall();
	}

	field(name) {
		return this.form.elements[name]?.value;
	}

	later() {
		clearTimeout(this.wait);
		this.wait = setTimeout(() => this.take(), soon);
	}

	// take notes that the text has changed, first of all where it outlives this page.
	take() {
		clearTimeout(this.wait);
		if (this.area.value === this.known) return;
		this.known = this.area.value;
		this.note();
		if (this.contested) return;
		this.say(said.saving);
		send();
	}

	// note keeps the text as it is now, with all that it is based on: a later page may have another base and another original.
	note() {
		const client = crypto.randomUUID ? crypto.randomUUID() : "";
		const after = this.unsent?.tried ? this.unsent.client : this.unsent?.after; // it may have been saved, and only the answer lost
		this.unsent = { client, after, base: this.base.value, origin: this.field("origin-" + this.name), text: this.area.value };
		keep(this.place, JSON.stringify(this.unsent));
	}

	// recall puts back what an earlier visit could not send.
	recall() {
		let left = null;
		try {
			left = JSON.parse(kept(this.place));
		} catch { /* not ours */ }
		if (!left || left.text === this.area.value) {
			keep(this.place, null);
			return;
		}
		this.area.value = this.known = left.text;
		this.unsent = left;
		this.say(said.saving);
	}

	// data is what the form sends for this text alone.
	data(sent) {
		const body = new URLSearchParams(new FormData(this.form));
		for (const name of [...body.keys()]) if (name.startsWith("base-")) body.delete(name);
		if (this.area.many) this.area.fill(body, sent.text);
		else body.set(this.name, sent.text);
		body.set("base-" + this.name, sent.base);
		for (const fact of ["origin", "client", "after"]) if (sent[fact]) body.set(fact + "-" + this.name, sent[fact]);
		return body;
	}

	// entitle is what the form calls the edit that it sends, and the one before it.
	entitle() {
		for (const fact of ["client", "after"]) {
			if (!this.unsent[fact]) continue;
			const field = document.createElement("input");
			field.type = "hidden";
			field.name = fact + "-" + this.name;
			field.value = this.unsent[fact];
			this.form.append(field);
		}
	}

	acknowledge(sent, { number, saved_at: savedAt }) {
		this.base.value = number;
		if (this.unsent && this.unsent !== sent) {
			this.unsent.base = number; // written on meanwhile
			delete this.unsent.after;
			keep(this.place, JSON.stringify(this.unsent));
			return;
		}
		this.unsent = null;
		keep(this.place, null);
		this.say(said.saved.replace("{time}", clock.format(new Date(savedAt))));
		this.area.dispatchEvent(new Event("saved", { bubbles: true }));
	}

	// contest shows what somebody else has written beside the author's own text, and asks which of the two counts.
	contest({ number, text, by }) {
		this.contested = true;
		const note = document.createElement("div");
		note.className = "notice warning";
		note.setAttribute("role", "alert");
		const head = document.createElement("p"), theirs = document.createElement("pre"), foot = document.createElement("p");
		head.textContent = said.theirs.replace("{name}", () => by);
		theirs.textContent = text;
		theirs.tabIndex = 0;
		foot.className = "actions";
		const choose = (label, take) => {
			const button = document.createElement("button");
			button.type = "button";
			button.className = "quiet";
			button.textContent = label;
			button.addEventListener("click", () => {
				if (take && this.area.many) {
					keep(this.place, null);
					this.known = this.area.value;
					this.unsent = null;
					location.reload();
					return;
				}
				if (take) this.area.value = text;
				note.remove();
				this.contested = false;
				this.base.value = number;
				this.known = this.area.many ? "" : text;
				this.unsent = null;
				keep(this.place, null);
				this.say("");
				this.take();
				this.area.focus();
			});
			foot.append(button);
		};
		choose(said.keep, false);
		choose(said.take, true);
		note.append(head, theirs, foot);
		this.area.after(note);
		this.say("");
	}

	say(text, ...more) {
		if (!this.told) return;
		this.told.classList.toggle("waits", text === said.waiting || text === said.held);
		if (this.said === text) return; // what is said again is not read out again, and a link keeps the focus
		this.said = text;
		this.told.replaceChildren(text, ...more);
	}
}

for (const base of page.querySelectorAll("input[name^=base-]")) {
	const name = base.name.slice("base-".length);
	const area = base.form.elements[name];
	if (area?.matches?.("textarea, input:not([type=hidden])")) texts.push(new Text(area));
	else if (!area && base.form.querySelector("[data-fields]")) texts.push(new Text(new Fields(base.form, name)));
}
// A long list is found through by a part of what it says, with or without accents.
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
for (const field of page.querySelectorAll("[data-filter]")) {
	const find = field.querySelector("input");
	field.hidden = false;
	find.addEventListener("keydown", (e) => { if (e.key === "Enter") e.preventDefault(); });
	find.addEventListener("input", () => {
		for (const group of field.parentElement.querySelectorAll("fieldset")) {
			for (const option of group.querySelectorAll("label")) option.hidden = !folded(option.textContent).includes(folded(find.value));
			group.hidden = !group.querySelector("label:not([hidden])");
		}
	});
}

// swap gives what stands in a row to its neighbour, and the other way round; false where it has none.
function swap(button) {
	const row = button.closest("[data-row]");
	const other = /up/.test(button.value) ? row.previousElementSibling : row.nextElementSibling;
	if (!other?.matches("[data-row]")) return false;
	const fields = (one) => [...one.querySelectorAll("input, textarea, select")];
	const theirs = fields(other);
	for (const [n, own] of fields(row).entries()) {
		for (const what of own.type === "checkbox" ? ["checked"] : ["value"]) [own[what], theirs[n][what]] = [theirs[n][what], own[what]];
	}
	row.dispatchEvent(new Event("change", { bubbles: true }));
	(other.querySelector(`button[value*=${/up/.test(button.value) ? "up" : "down"}]`) || theirs[0]).focus();
	return true;
}

page.addEventListener("click", (e) => {
	const moves = e.target.closest("[data-row] button[value*=up-], [data-row] button[value*=down-]");
	if (moves && swap(moves)) {
		e.preventDefault();
		return;
	}
	const button = e.target.closest("[data-more]");
	const row = button && anotherRow(button.form.querySelector("[data-fields]"));
	if (!row) return;
	e.preventDefault();
	row.querySelector("input, textarea").focus();
});
for (const line of page.querySelectorAll("[data-by-itself]")) line.hidden = false;
const waiting = () => texts.filter((one) => one.unsent && !one.contested);

let sending = null;
let pause;
let failures = 0;

// send sends what waits, one text after the other.
function send() {
	clearTimeout(pause);
	return sending ||= deliver().finally(() => {
		sending = null;
		if (waiting().length > 0) pause = setTimeout(send, Math.min(30000, 1000 * 2 ** failures));
	});
}

async function deliver() {
	const refused = new Set(); // those wait for the next round, and hold up no other text
	for (let one; (one = waiting().find((text) => !refused.has(text)));) {
		const sent = one.unsent;
		let response, answer;
		sent.tried = true;
		try {
			response = await fetch(one.form.action, { method: "POST", body: one.data(sent), headers: { Accept: "application/json" }, signal: AbortSignal.timeout(15000) });
			answer = await response.json();
		} catch {
			return hold(waiting(), said.waiting);
		}
		if (response.status === 401) return loggedOut();
		if (response.ok) {
			failures = 0;
			one.acknowledge(sent, answer.saved[one.name]);
		} else if (response.status === 409 && answer.conflicts?.[one.name]) {
			one.contest(answer.conflicts[one.name]);
		} else if (response.status === 422 && answer.errors) {
			if (one.unsent === sent) one.unsent = null; // it stays in the browser; writing on sends it again
			const why = answer.errors[one.name] ?? Object.values(answer.errors)[0];
			one.say(one.area.many ? said.unfinished.replace("{why}", () => why) : why);
		} else {
			refused.add(one);
			hold([one], answer.error?.message || said.waiting);
		}
	}
}

function hold(those, why) {
	failures++;
	for (const one of those) one.say(why);
}

// loggedOut leads to a login in another window: nothing leaves this page, and what waits is tried again.
function loggedOut() {
	failures++;
	for (const one of waiting()) {
		const link = document.createElement("a");
		link.href = "/login";
		link.target = "_blank";
		link.rel = "noopener";
		link.textContent = said.login;
		one.say(said.held, " ", link);
	}
}

addEventListener("online", () => { failures = 0; send(); });
addEventListener("focus", () => { if (waiting().length > 0) send(); });
document.addEventListener("visibilitychange", () => { if (document.hidden) for (const one of texts) one.take(); });
addEventListener("beforeunload", (e) => {
	for (const one of texts) one.take();
	if (waiting().some((one) => !kept(one.place))) e.preventDefault();
});

// A form brings its own text along, as without this script. It goes when nothing of this page is under way any more, so that it is
// based on what that has saved, and by the name that it has in the browser, where it stays until a page shows it saved.
document.addEventListener("submit", (e) => {
	if (e.defaultPrevented) return;
	const own = texts.filter((one) => one.form === e.target);
	for (const one of own) {
		clearTimeout(one.wait);
		if (one.area.many) one.take(); // the server may put its rows in another order: nothing of it is left to compare with the page that comes
	}
	if (sending) {
		e.preventDefault();
		sending.then(() => e.target.requestSubmit(e.submitter));
		return;
	}
	for (const one of own) {
		if (!one.unsent && one.area.value === one.known) continue;
		if (one.area.value !== one.known) one.note();
		one.entitle();
		one.known = one.area.value;
		one.unsent = null;
	}
});
send();
