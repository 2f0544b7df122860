package browsertest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// validator checks HTML with the Nu Html Checker. It takes all pages of a test binary and checks them in one run at the
// end, because a run takes seconds to start.
type validator struct {
	mu    sync.Mutex
	pages []sentPage
}

type sentPage struct{ test, address, html string }

// html is what the tests of this binary saw; Main checks it.
var html validator

// Validate lets Main check the page as the server sent it: an error fails the run.
func (b *Browser) Validate() {
	b.t.Helper()
	html.add(sentPage{b.t.Name(), b.URL(), b.HTML()})
}

// add takes a page; the same HTML is checked once.
func (v *validator) add(page sentPage) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if !slices.ContainsFunc(v.pages, func(p sentPage) bool { return p.html == page.html }) {
		v.pages = append(v.pages, page)
	}
}

// check gives an error that lists what is not valid. Warnings are not.
func (v *validator) check() error {
	findings, err := v.findings()
	if err != nil {
		return fmt.Errorf("the Nu Html Checker: %w", err)
	}
	var failures []string
	for _, finding := range findings {
		if finding.Type != "info" {
			failures = append(failures, finding.String())
		}
	}
	if len(failures) > 0 {
		return fmt.Errorf("HTML that is not valid:\n%s", indent(strings.Join(failures, "\n")))
	}
	return nil
}

// finding is one message of the checker.
type finding struct {
	Type, SubType, URL, Message, Extract string
	LastLine                             int

	page sentPage
}

func (f finding) String() string {
	return fmt.Sprintf("%s: %s line %d: %s\n  %s", f.page.test, f.page.address, f.LastLine, f.Message, plain(f.Extract))
}

func (v *validator) findings() ([]finding, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.pages) == 0 {
		return nil, nil
	}
	jar, err := tool("node_modules", "vnu-jar", "build", "dist", "vnu.jar")
	if err != nil {
		return nil, err
	}
	java, err := exec.LookPath("java")
	if err != nil {
		return nil, errors.New("there is no Java on PATH; `make tools` installs it")
	}
	dir, err := os.MkdirTemp("", "vatra-html-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	// So short a run is over before Java's second compiler pays. What the first makes of the checker needs a larger stack.
	arguments := []string{
		"-Xshare:auto", "-XX:TieredStopAtLevel=1", "-Xss8m", "-jar", jar, "--stdout", "--no-langdetect", "--format", "json",
	}
	sent := map[string]sentPage{}
	for i, page := range v.pages {
		name := fmt.Sprintf("page%04d.html", i)
		if err := os.WriteFile(filepath.Join(dir, name), []byte(page.html), 0o600); err != nil {
			return nil, err
		}
		arguments = append(arguments, filepath.Join(dir, name))
		sent[name] = page
	}
	found, err := checker(java, arguments)
	for i := range found {
		found[i].page = sent[filepath.Base(found[i].URL)]
	}
	return found, err
}

// checker runs the checker. Its status only says that there are errors, so the answer alone counts.
func checker(java string, arguments []string) ([]finding, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 4*time.Minute)
	defer cancel()
	out, runErr := exec.CommandContext(ctx, java, arguments...).Output()
	var answer struct{ Messages []finding }
	if err := json.Unmarshal(out, &answer); err != nil {
		var exit *exec.ExitError
		if errors.As(runErr, &exit) {
			return nil, fmt.Errorf("%w: %s", runErr, cut(string(exit.Stderr), 2000))
		}
		return nil, errors.Join(runErr, err)
	}
	return answer.Messages, nil
}
