//go:build whole

package web_test

import (
	"strings"
	"testing"

	"vatra/lms/browsertest"
)

// paste puts something into the clipboard, in JavaScript, and pastes it into the first text of the lesson.
func paste(b *browsertest.Browser, fill string) {
	b.Eval(`(() => {
		const area = document.querySelector("[data-paste] textarea"), data = new DataTransfer();
		` + fill + `
		area.focus();
		area.setSelectionRange(area.value.length, area.value.length);
		area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
		return "";
	})()`)
}

func TestWhatIsPastedIsPutInSigns(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	b := w.write("maria@scoala.example", browsertest.Options{Width: 1280, Language: "en"})
	b.In("Text 1").Fill("Text 1", "Before: ")
	paste(b, `data.setData("text/html", "<p style='mso-x:y'>One <b>two</b><script>alert(1)<\/script></p>"); data.setData("text/plain", "One two");`)
	eventually(t, "what was pasted is saved", func() bool { return w.says() == "Before: One **two**" })
	paste(b, `data.setData("text/html", "<blockquote>".repeat(100)); data.setData("text/plain", " plainly");`)
	eventually(t, "what is too tangled comes as plain words", func() bool { return w.says() == "Before: One **two** plainly" })
	b.MustContain("This text is made too tangled to be read.")
	b.Problems() // the browser's own remark on what was refused

	paste(b, `const bytes = Uint8Array.from(atob("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="), (c) => c.charCodeAt(0));
		data.items.add(new File([bytes], "shelf.png", { type: "image/png" }));`)
	b.Fill("What the picture shows", "A shelf")
	b.Axe()
	b.Click("Put it into the lesson")
	eventually(t, "the picture is in the lesson", func() bool {
		return strings.Contains(w.now().Piece(w.lesson).Source("en"), "![A shelf](files/shelf.png)")
	})
}
