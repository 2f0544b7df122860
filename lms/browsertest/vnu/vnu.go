// Package vnu checks HTML with the Nu Html Checker, for tests.
package vnu

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

// Pages are checked in one run at the end, because a run takes seconds to start.
type Pages struct {
	mu    sync.Mutex
	pages []Page
}

// Page is one as the server sent it to a test.
type Page struct{ Test, Address, HTML string }

// Add takes a page; the same HTML is checked once.
func (p *Pages) Add(page Page) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !slices.ContainsFunc(p.pages, func(other Page) bool { return other.HTML == page.HTML }) {
		p.pages = append(p.pages, page)
	}
}

// Check gives an error that lists what is not valid. Warnings are not. jar is where the checker lies; it is asked for only
// where there are pages.
func (p *Pages) Check(jar func() (string, error)) error {
	findings, err := p.findings(jar)
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
		return fmt.Errorf("HTML that is not valid:\n%s", strings.Join(failures, "\n"))
	}
	return nil
}

// finding is one message of the checker.
type finding struct {
	Type, SubType, URL, Message, Extract string
	LastLine                             int

	page Page
}

func (f finding) String() string {
	return fmt.Sprintf("%s: %s line %d: %s\n  %s", f.page.Test, f.page.Address, f.LastLine, f.Message, strings.Join(strings.Fields(f.Extract), " "))
}

func (p *Pages) findings(where func() (string, error)) ([]finding, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.pages) == 0 {
		return nil, nil
	}
	jar, err := where()
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
	sent := map[string]Page{}
	for i, page := range p.pages {
		name := fmt.Sprintf("page%04d.html", i)
		if err := os.WriteFile(filepath.Join(dir, name), []byte(page.HTML), 0o600); err != nil {
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
			return nil, fmt.Errorf("%w: %.2000s", runErr, exit.Stderr)
		}
		return nil, errors.Join(runErr, err)
	}
	return answer.Messages, nil
}
