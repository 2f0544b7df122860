// Changing the language of a lesson keeps the place: the same paragraph is at the top of the window afterwards.
"use strict";

const pieces = [...document.querySelectorAll(".prose .block > *, .prose .check")];
// Where the window begins for a reader: below the bar of languages, at the line that a jump stops at.
const below = (piece) => piece.getBoundingClientRect().bottom > parseFloat(getComputedStyle(piece).scrollMarginTop) + 1;
for (const link of document.querySelectorAll(".reading a")) {
	link.addEventListener("click", () => {
		const at = pieces.findIndex(below);
		if (at > 0) sessionStorage.setItem("place", JSON.stringify({ path: location.pathname, share: at / pieces.length }));
	});
}
const place = JSON.parse(sessionStorage.getItem("place"));
sessionStorage.removeItem("place");
if (place && place.path === location.pathname) {
	pieces[Math.round(place.share * pieces.length)]?.scrollIntoView({ behavior: "instant" });
}
