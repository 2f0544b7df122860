package browsertest

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/chromedp/cdproto/page"
)

// fail ends the test with what a person would see at that moment.
func (b *Browser) fail(format string, args ...any) {
	b.t.Helper()
	report := fmt.Sprintf(format, args...)
	if b.scopes != nil {
		report += fmt.Sprintf("\n  looked in: %s", strings.Join(b.scopes, " › "))
	}
	report += "\n  page: " + b.address()
	if document, ok := b.watch.Document(); ok {
		report += fmt.Sprintf(" (%d)", document.Status)
	}
	b.failures++
	if path, err := b.picture(fmt.Sprintf("failure%d", b.failures)); err != nil {
		report += "\n  no screenshot: " + err.Error()
	} else if path != "" {
		report += "\n  screenshot: " + path
	}
	if problems := b.Problems(); len(problems) > 0 {
		report += "\n  the page complained: " + strings.Join(problems, "; ")
	}
	whole := &Browser{tab: b.tab}
	if answer, err := whole.look("text"); err == nil {
		report += "\n  its text:\n" + indent(cut(unquoted(answer.Value), 4000))
	}
	b.t.Fatal(report)
}

// must ends the test on an error of the browser itself.
func (b *Browser) must(err error, doing string) {
	b.t.Helper()
	if err != nil {
		b.t.Fatalf("the browser failed at %s: %v", doing, err)
	}
}

// Screenshot writes the whole page as PNG to VATRA_SCREENSHOTS/<test>/<name>-<width>.png. Without that setting it does
// nothing. A relative folder counts from the module's.
func (b *Browser) Screenshot(name string) {
	b.t.Helper()
	b.settle()
	_, err := b.picture(name)
	b.must(err, "taking a screenshot")
}

func (b *Browser) picture(name string) (string, error) {
	dir := os.Getenv("VATRA_SCREENSHOTS")
	if dir == "" {
		return "", nil
	}
	if !filepath.IsAbs(dir) {
		var err error
		if dir, err = moduleFile(dir); err != nil {
			return "", err
		}
	}
	path := filepath.Join(dir, fileName(b.t.Name()), fmt.Sprintf("%s-%d.png", fileName(name), b.options.Width))
	image, err := b.capture()
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return "", err
	}
	return path, os.WriteFile(path, image, 0o644)
}

func (b *Browser) capture() ([]byte, error) {
	beyond := true
	shot, err := call(b, page.CaptureScreenshot, page.CaptureScreenshotParams{
		Format: page.CaptureScreenshotFormatPng, CaptureBeyondViewport: &beyond, Clip: b.wholePage(),
	})
	return shot.Data, err
}

// wholePage is nil, which means the visible part, where the page cannot be measured.
func (b *Browser) wholePage() *page.Viewport {
	var size struct{ Width, Height float64 }
	answer, err := b.look("size")
	if err != nil || json.Unmarshal(answer.Value, &size) != nil || size.Height < 1 {
		return nil
	}
	return &page.Viewport{Width: size.Width, Height: min(size.Height, 16000), Scale: 1}
}

// fileName keeps the letters of any alphabet and the digits, and lets no name leave its folder.
func fileName(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '/' || r == '\\' || r == ' ' || r == ':':
			return '_'
		case r < ' ' || strings.ContainsRune(`<>"|?*#.`, r):
			return -1
		}
		return r
	}, name)
}

func cut(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + " …"
	}
	return text
}

func indent(text string) string {
	return "    " + strings.ReplaceAll(text, "\n", "\n    ")
}

func unquoted(data json.RawMessage) string {
	var text string
	if json.Unmarshal(data, &text) != nil {
		return string(data)
	}
	return text
}
