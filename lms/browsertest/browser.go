package browsertest

import (
	"context"
	"strings"
	"testing"
	"time"

	"vatra/lms/browsertest/traffic"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Options say what sort of person sits at the screen. The zero value is a desk with scripting on, light, in British
// English. Motion is always reduced, so that nothing is clicked or pictured halfway.
type Options struct {
	Width, Height int    // CSS pixels; 1280 × 800 by default
	NoScript      bool   // scripting off, as a person can switch it off
	Dark          bool   // prefers a dark page
	Language      string // the browser's language, as Accept-Language has it
}

// Browser is one person's browser window: own cookies, own cache, one tab. Its methods wait until the page that an act
// leads to has loaded, and end the test when a thing cannot be done or is not so. It belongs to the goroutine of its
// test.
type Browser struct {
	*tab
	scopes []string
}

// tab is what a Browser and the parts of a page that In returns share.
type tab struct {
	t         testing.TB
	ctx       context.Context
	session   *chromedp.Target
	browser   *chromedp.Browser
	options   Options
	watch     *traffic.Watch
	downloads string
	failures  int
	patience  time.Duration
}

// Language is the browser's, as its options have it.
func (b *Browser) Language() string { return b.options.Language }

// New opens a fresh window for the test, closed with it. When the test is over, whatever the page complained about and
// nobody read with Problems fails it: uncaught exceptions, console errors, refusals by the content security policy,
// requests to another host.
func New(t testing.TB, options Options) *Browser {
	t.Helper()
	root, err := start()
	if err != nil {
		t.Fatalf("these tests need a real browser: %v", err)
	}
	if options.Width == 0 {
		options.Width = 1280
	}
	if options.Height == 0 {
		options.Height = 800
	}
	downloads := t.TempDir()
	ctx, closeTab := chromedp.NewContext(root, chromedp.WithNewBrowserContext())
	t.Cleanup(closeTab)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("opening a browser window: %v", err)
	}
	b := &Browser{tab: &tab{
		t: t, ctx: ctx, options: options, downloads: downloads, patience: patience,
		session: chromedp.FromContext(ctx).Target, browser: chromedp.FromContext(ctx).Browser,
	}}
	b.watch = traffic.New(cdp.FrameID(b.session.TargetID))
	b.must(chromedp.Listen(ctx, b.watch.Event), "listening to the page")
	b.must(chromedp.ListenBrowser(ctx, b.watch.Event), "listening to the browser")
	b.answerDialogs()
	b.emulate()
	t.Cleanup(func() {
		if problems := b.Problems(); len(problems) > 0 {
			t.Errorf("the pages complained:\n  %s", strings.Join(problems, "\n  "))
		}
	})
	return b
}

func (b *Browser) emulate() {
	b.t.Helper()
	b.resize(b.options.Width)
	yes := true
	_, err := callOn(b, b.browser, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior:         browser.SetDownloadBehaviorBehaviorAllowAndName,
		BrowserContextID: chromedp.FromContext(b.ctx).BrowserContextID,
		DownloadPath:     b.downloads, EventsEnabled: &yes,
	})
	b.must(err, "setting the downloads folder")
	// Tests run side by side, and every one of their windows must think that it is in front.
	_, err = call(b, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	b.must(err, "focusing")
	scheme := "light"
	if b.options.Dark {
		scheme = "dark"
	}
	_, err = call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}})
	b.must(err, "setting the colour scheme")
	if b.options.Language != "" {
		version, err := callOn(b, b.browser, browser.GetVersion, cdp.Empty{})
		b.must(err, "asking the browser's name")
		_, err = call(b, emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{
			UserAgent: version.UserAgent, AcceptLanguage: b.options.Language,
		})
		b.must(err, "setting the language")
		_, err = call(b, emulation.SetLocaleOverride, emulation.SetLocaleOverrideParams{Locale: b.options.Language})
		b.must(err, "setting the locale")
	}
	if b.options.NoScript {
		b.script(false)
	}
}

// script switches the page's own scripting. What this package evaluates runs either way.
func (b *Browser) script(on bool) {
	b.t.Helper()
	_, err := call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
	b.must(err, "switching scripting")
}

// Offline cuts the line of this window, or mends it.
func (b *Browser) Offline(offline bool) {
	b.t.Helper()
	conditions := []map[string]any{}
	if offline {
		conditions = append(conditions, map[string]any{
			"urlPattern": "", "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1, "offline": true,
		})
	}
	// Sent by hand, because `offline` stands beside the conditions in older Chromiums and among them in newer ones; each
	// overlooks the other's.
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	err := b.session.Call(ctx, network.CommandEmulateNetworkConditionsByRule, map[string]any{
		"offline": offline, "emulateOfflineServiceWorker": offline, "matchedNetworkConditions": conditions,
	}, nil)
	b.must(err, "switching the network")
	// Without it navigator.onLine and the events online and offline stay as they were.
	_, err = call(b, network.OverrideNetworkState, network.OverrideNetworkStateParams{
		Offline: offline, DownloadThroughput: -1, UploadThroughput: -1,
	})
	b.must(err, "switching the network")
}

// In is the same window, with every finder limited to one part of the page: the smallest section, article, form,
// fieldset, list item, table row, dialog and so on that has the text, as a person means by "the one that says …". The
// landmarks main, header, footer and nav go by these names.
//
//	b.In("Question 3").Choose("True")
func (b *Browser) In(text string) *Browser {
	return &Browser{tab: b.tab, scopes: append(b.scopes[:len(b.scopes):len(b.scopes)], text)}
}

// Problems takes what the pages complained about so far, so that it no longer fails the test.
func (b *Browser) Problems() []string {
	return b.watch.Problems()
}

// answerDialogs says yes to alert, confirm and "leave this page?", which otherwise hold the page up for good.
func (b *Browser) answerDialogs() {
	b.t.Helper()
	ctx, session := b.ctx, b.session
	err := chromedp.Listen(ctx, func(event any) {
		if _, ok := event.(*page.EventJavascriptDialogOpening); ok {
			go func(ctx context.Context) {
				_, _ = cdp.Call(ctx, session, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true})
			}(ctx)
		}
	})
	b.must(err, "listening to dialogs")
}
