// The receipts that this browser has kept, beside what the site has now. A receipt says nothing of the answer but a fingerprint
// that only the site can take, so it may stay where the next person at a shared computer sits; it is shown on this page alone,
// which opens for nobody but its reader.
"use strict";

const page = document.getElementById("receipts");
const said = page.dataset;
const clock = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "medium", hourCycle: "h23" });
const place = (slot) => "receipt/" + said.attempt + "/" + slot;

function kept(slot) {
	try {
		return localStorage.getItem(place(slot));
	} catch {
		return null;
	}
}

// read is what a receipt says. Whether it is genuine, the page that checks receipts knows.
function read(text) {
	try {
		return JSON.parse(atob(text.split(".")[1].replaceAll("-", "+").replaceAll("_", "/")));
	} catch {
		return {};
	}
}

// verdict holds a receipt beside the newest answer that the site has.
function verdict(receipt, site) {
	const seq = Number(site.seq || 0);
	if (receipt.seq < seq) return "later";
	const same = receipt.seq === seq && receipt.print === site.print && Date.parse(receipt.saved_at) === Date.parse(site.at);
	return same ? "same" : "differs";
}

const texts = [];
let argues = false;
for (const card of page.querySelectorAll("[data-slot]")) {
	const text = kept(card.dataset.slot);
	const told = card.querySelector(".receipt");
	if (!text && !card.dataset.seq) continue;
	told.hidden = false;
	if (!text) {
		told.textContent = said.none;
		continue;
	}
	texts.push(text);
	const receipt = read(text);
	const is = verdict(receipt, card.dataset);
	const when = receipt.saved_at ? clock.format(new Date(receipt.saved_at)) : "?";
	const sign = document.createElement("strong");
	sign.textContent = said[is];
	sign.className = is === "differs" ? "bad" : is === "same" ? "achieved" : "";
	told.append(said.held.replace("{time}", when) + " ", sign);
	argues ||= is === "differs";
	const field = card.querySelector(".field");
	field.hidden = false;
	field.querySelector("input").value = text;
}

const agreed = document.getElementById("agreed");
agreed.textContent = texts.length === 0 ? said.empty : argues ? said.argue : said.agree;
if (argues) agreed.className = "notice problem";
if (texts.length > 0) {
	const holding = document.getElementById("holding");
	holding.hidden = false;
	holding.querySelector("[name=receipt]").value = texts.join("\n");
	document.getElementById("receipts-file").addEventListener("click", () => {
		const file = document.createElement("a");
		file.href = URL.createObjectURL(new Blob([texts.join("\n") + "\n"], { type: "text/plain" }));
		file.download = "receipts.txt";
		file.click();
	});
	document.getElementById("receipts-remove").addEventListener("click", () => {
		for (const card of page.querySelectorAll("[data-slot]")) {
			localStorage.removeItem(place(card.dataset.slot));
			card.querySelector(".receipt").hidden = card.querySelector(".field").hidden = true;
		}
		holding.hidden = true;
		agreed.className = "";
		agreed.textContent = said.removed;
	});
}
