// A certificate goes where its holder shares things, where the device can.
"use strict";

if (navigator.share) {
	for (const button of document.querySelectorAll("[data-share]")) {
		button.hidden = false;
		button.addEventListener("click", async () => {
			try {
				await navigator.share({ title: button.dataset.title, url: button.dataset.share });
			} catch (e) {
				if (e.name !== "AbortError") throw e;
			}
		});
	}
}
