// Passkeys: a form asks the server what to ask the browser for, and goes off with what the browser answers. Where the
// browser has no passkeys, or the site is reached at another address than its own, the form stays unseen.
"use strict";

const bytesOf = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const base64Of = (bytes) =>
	btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

// JSON has no bytes: Web Authentication, section 5.1.8. Older phones cannot do it by themselves.
function readOptions(options) {
	options.challenge = bytesOf(options.challenge);
	if (options.user) options.user.id = bytesOf(options.user.id);
	for (const known of [...(options.allowCredentials || []), ...(options.excludeCredentials || [])]) known.id = bytesOf(known.id);
	return options;
}

function writeAnswer(credential) {
	const response = {};
	for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
		if (credential.response[part]) response[part] = base64Of(credential.response[part]);
	}
	if (credential.response.getTransports) response.transports = credential.response.getTransports();
	return JSON.stringify({ id: credential.id, rawId: base64Of(credential.rawId), type: credential.type, clientExtensionResults: {}, response });
}

async function askForPasskey(box, form) {
	const headers = { Accept: "application/json" };
	const answer = await fetch(box.dataset.options, { method: "POST", headers, body: new URLSearchParams(new FormData(form)) });
	const said = await answer.json();
	if (!answer.ok && said.error.code === "login.prove_needed") {
		form.submit(); // to the page that asks for the password
		return "";
	}
	if (!answer.ok) return Object.values(said.error.fields || {})[0] || said.error.message;
	const asked = { publicKey: readOptions(said.publicKey) };
	const credential = await (box.dataset.passkey === "add" ? navigator.credentials.create(asked) : navigator.credentials.get(asked));
	form.elements.credential.value = writeAnswer(credential);
	form.submit();
	return "";
}

for (const box of document.querySelectorAll("[data-passkey]")) {
	if (!window.PublicKeyCredential || location.origin !== box.dataset.origin) continue;
	const form = box.querySelector("form");
	const told = box.querySelector("[role=alert]");
	let asking = false;
	box.hidden = false;
	form.addEventListener("submit", async (e) => {
		e.preventDefault();
		if (asking) return;
		asking = true;
		told.textContent = "";
		try {
			told.textContent = await askForPasskey(box, form);
		} catch (why) {
			told.textContent = why.name === "InvalidStateError" ? box.dataset.existing : box.dataset.cancelled;
		}
		asking = false;
	});
}
