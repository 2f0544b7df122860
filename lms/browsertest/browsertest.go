// Package browsertest drives a real Chromium for tests of pages: it finds controls by the words that a person sees,
// works with scripting on and off, and asks of a page what the house asks of it (accessible, valid, light, no sideways
// scrolling). One browser a test binary, started by the first test that needs it; every Browser of a test has cookies
// and a cache of its own. It owns nothing of Vatra and must not import any of it. A part that is missing on the machine
// is a failure that says how to get it, never a skip.
//
//	func TestMain(m *testing.M) { os.Exit(browsertest.Main(m.Run)) }
//
//	b := browsertest.New(t, browsertest.Options{Width: 360, NoScript: true, Language: "ro"})
//	b.Open(server.URL + "/login")
//	b.Fill("Adresa de e‑mail", "ana@example.org")
//	b.Click("Intrați în cont")
//	b.MustContain("Bine ați venit")
//
// With the database of another helper: browsertest.Main(func() int { return pgtest.Main(m) }).
package browsertest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"time"

	"github.com/chromedp/chromedp"
)

// patience is how long a page may take to show what a test waits for. It is long because it never decides on a machine
// that works: it only ends a test that would fail anyway.
const patience = 30 * time.Second

// chromium is the test binary's browser; Main owns it.
var chromium struct {
	sync.Mutex
	ctx  context.Context
	stop []context.CancelFunc
	err  error
}

// Main runs the tests (m.Run, or another helper's Main around it), stops the browser and checks the HTML that they saw.
func Main(run func() int) int {
	code := run()
	stop()
	if err := html.Check(checker); err != nil {
		fmt.Println("--- FAIL:", err)
		return max(code, 1)
	}
	return code
}

func stop() {
	chromium.Lock()
	defer chromium.Unlock()
	if chromium.ctx == nil {
		return
	}
	ctx, cancel := context.WithTimeout(chromium.ctx, 10*time.Second)
	defer cancel()
	if err := chromedp.Cancel(ctx); err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintln(os.Stderr, "stopping the browser:", err)
	}
	for _, stop := range chromium.stop {
		stop()
	}
	chromium.ctx = nil
}

// start starts the browser, once a test binary.
func start() (context.Context, error) {
	chromium.Lock()
	defer chromium.Unlock()
	if chromium.ctx != nil || chromium.err != nil {
		return chromium.ctx, chromium.err
	}
	path, err := executable()
	if err != nil {
		chromium.err = err
		return nil, err
	}
	allocator, stopAllocator := chromedp.NewExecAllocator(context.Background(), flags(path)...)
	ctx, stopBrowser := chromedp.NewContext(allocator)
	if err := chromedp.Do(ctx); err != nil {
		stopBrowser()
		stopAllocator()
		chromium.err = fmt.Errorf("%s does not start: %w", path, err)
		return nil, chromium.err
	}
	chromium.ctx, chromium.stop = ctx, []context.CancelFunc{stopBrowser, stopAllocator}
	return ctx, nil
}

// executables are the browsers that will do, the best first. A headless shell is the same engine without a window's
// machinery, so it starts in a third of the time. Debian's is a shell script around the program, which would go on when
// the script is killed; so the program itself is asked for first.
var executables = []string{
	"/usr/lib/chromium/chromium-headless-shell", "chromium-headless-shell", "chrome-headless-shell",
	"chromium", "chromium-browser", "google-chrome", "google-chrome-stable",
}

func executable() (string, error) {
	for _, name := range executables {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("there is no Chromium on PATH; `make tools` installs it")
}

// flags are those of a browser that talks to loopback only: any other host name is unknown to it, so that a test never
// depends on a network and a third-party origin shows.
func flags(path string) []chromedp.ExecAllocatorOption {
	options := append([]chromedp.ExecAllocatorOption{}, chromedp.DefaultExecAllocatorOptions[:]...)
	return append(options,
		chromedp.ExecPath(path),
		chromedp.NoSandbox,
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("hide-scrollbars", true),
		chromedp.Flag("mute-audio", true),
		chromedp.Flag("lang", "en-GB"),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1, EXCLUDE [::1]"),
	)
}

// moduleFile is a path inside the module that the test belongs to.
func moduleFile(elements ...string) (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return filepath.Join(append([]string{dir}, elements...)...), nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("there is no go.mod above the test's folder")
		}
		dir = parent
	}
}

// tool is a file that `make tools` puts into the module.
func tool(elements ...string) (string, error) {
	path, err := moduleFile(elements...)
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(path); err != nil {
		return "", fmt.Errorf("%s is missing; `make tools` gets it", filepath.Join(elements...))
	}
	return path, nil
}
