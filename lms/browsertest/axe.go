package browsertest

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"

	"vatra/lms/browsertest/vnu"

	"github.com/chromedp/cdproto/runtime"
)

// Violation is a rule of accessibility that a page breaks, with every place.
type Violation struct {
	ID, Impact, Help, HelpURL string
	Nodes                     []struct {
		HTML, FailureSummary string
	}
}

func (v Violation) String() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s (%s): %s\n  %s", v.ID, v.Impact, v.Help, v.HelpURL)
	for _, node := range v.Nodes {
		fmt.Fprintf(&text, "\n  - %s\n%s", cut(node.HTML, 300), indent(node.FailureSummary))
	}
	return text.String()
}

var axe = sync.OnceValues(func() (string, error) {
	path, err := tool("node_modules", "axe-core", "axe.min.js")
	if err != nil {
		return "", err
	}
	source, err := os.ReadFile(path)
	return string(source), err
})

// axeRun takes WCAG 2.2 A and AA and axe's best practices. Frames stay out: they are sandboxed and not Vatra's pages.
const axeRun = `axe.run(document, {
  runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice']},
  resultTypes: ['violations'], iframes: false, preload: false,
}).then(({violations}) => violations)`

// Axe fails when the page, as it stands, breaks a rule of WCAG 2.2 AA or a best practice that axe-core can see.
func (b *Browser) Axe() {
	b.t.Helper()
	violations := b.Violations()
	if len(violations) == 0 {
		return
	}
	lines := make([]string, len(violations))
	for i, violation := range violations {
		lines[i] = violation.String()
	}
	b.fail("the page is not accessible:\n%s", indent(strings.Join(lines, "\n")))
}

// Violations are what Axe would fail with.
func (b *Browser) Violations() []Violation {
	b.t.Helper()
	b.settle()
	source, err := axe()
	if err != nil {
		b.t.Fatal(err)
	}
	// axe waits with timers, which only run with scripting on. The page's own scripts do not come back with it: they
	// were left out when the page was read.
	if b.options.NoScript {
		b.script(true)
		defer b.script(false)
	}
	b.watch.Mute(true)
	defer b.watch.Mute(false)
	var violations []Violation
	b.until(func() string {
		_, err := b.evaluate(source+"; undefined", false)
		if err == nil {
			var result *runtime.RemoteObject
			if result, err = b.evaluate(axeRun, true); err == nil {
				err = json.Unmarshal(result.Value, &violations)
			}
		}
		if errors.Is(err, errMoved) { // as a page of progress does
			return err.Error()
		}
		b.must(err, "running axe-core")
		return ""
	})
	return violations
}

// html is what the tests of this binary saw; Main checks it.
var html vnu.Pages

// Validate lets Main check the page as the server sent it: an error fails the run.
func (b *Browser) Validate() {
	b.t.Helper()
	html.Add(vnu.Page{Test: b.t.Name(), Address: b.URL(), HTML: b.HTML()})
}

func checker() (string, error) { return tool("node_modules", "vnu-jar", "build", "dist", "vnu.jar") }
