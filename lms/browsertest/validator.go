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
	"testing"
	"time"
)

// Validator checks HTML with the Nu Html Checker. It takes all pages of a test and checks them in one run at the end,
// because a run takes seconds to start. Safe for parallel subtests.
type Validator struct {
	t testing.TB

	mu    sync.Mutex
	pages []sentPage
}

type sentPage struct{ address, html string }

// NewValidator checks, when the test and its subtests are over, all that was added: errors fail the test, warnings are
// logged.
func NewValidator(t testing.TB) *Validator {
	v := &Validator{t: t}
	t.Cleanup(v.check)
	return v
}

// Add takes a page as a server sent it. The same HTML is checked once.
func (v *Validator) Add(address, html string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if !slices.ContainsFunc(v.pages, func(p sentPage) bool { return p.html == html }) {
		v.pages = append(v.pages, sentPage{address, html})
	}
}

// Validate adds the page as the server sent it to the validator of Options, or to one of the browser's own.
func (b *Browser) Validate() {
	b.t.Helper()
	if b.options.Validator == nil {
		b.options.Validator = NewValidator(b.t)
	}
	b.options.Validator.Add(b.URL(), b.HTML())
}

func (v *Validator) check() {
	v.t.Helper()
	findings, err := v.findings()
	if err != nil {
		v.t.Errorf("the Nu Html Checker: %v", err)
		return
	}
	var failures []string
	for _, finding := range findings {
		if finding.serious() {
			failures = append(failures, finding.String())
		} else {
			v.t.Logf("HTML warning: %s", finding)
		}
	}
	if len(failures) > 0 {
		v.t.Errorf("HTML that is not valid:\n%s", indent(strings.Join(failures, "\n")))
	}
}

// finding is one message of the checker.
type finding struct {
	Type, SubType, URL, Message, Extract string
	LastLine                             int

	address string
}

func (f finding) serious() bool { return f.Type != "info" }

func (f finding) String() string {
	return fmt.Sprintf("%s line %d: %s\n  %s", f.address, f.LastLine, f.Message, plain(f.Extract))
}

func (v *Validator) findings() ([]finding, error) {
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
	arguments := []string{"-Xshare:auto", "-jar", jar, "--stdout", "--no-langdetect", "--format", "json"}
	addresses := map[string]string{}
	for i, page := range v.pages {
		name := fmt.Sprintf("page%04d.html", i)
		if err := os.WriteFile(filepath.Join(dir, name), []byte(page.html), 0o600); err != nil {
			return nil, err
		}
		arguments = append(arguments, filepath.Join(dir, name))
		addresses[name] = page.address
	}
	found, err := checker(java, arguments)
	for i := range found {
		found[i].address = addresses[filepath.Base(found[i].URL)]
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
