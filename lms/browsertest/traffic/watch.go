// Package traffic keeps what Chromium tells about one tab, for tests: what it loads, and what is wrong with it.
package traffic

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
)

// Document is the answer that a page was made from.
type Document struct {
	Request   network.RequestID
	URL, MIME string
	Status    int
	Posted    bool
}

// transfer is one thing that a page loaded.
type transfer struct {
	url      string
	kind     network.ResourceType
	bytes    int
	posted   bool
	finished bool
}

// Watch keeps what the browser tells about one tab. Chromium announces a navigation before it answers the next command,
// so after an act and one round trip `loading` is true exactly when the act leads to another page.
type Watch struct {
	mu        sync.Mutex
	frame     cdp.FrameID
	loading   bool
	loader    cdp.LoaderID
	documents map[cdp.LoaderID]Document
	transfers map[network.RequestID]*transfer
	downloads map[string]*File
	finished  []*File
	problems  []string
	muted     bool
}

// New watches the tab with this frame.
func New(frame cdp.FrameID) *Watch {
	return &Watch{
		frame:     frame,
		documents: map[cdp.LoaderID]Document{},
		transfers: map[network.RequestID]*transfer{},
		downloads: map[string]*File{},
	}
}

// Event takes what the browser tells.
func (w *Watch) Event(event any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch event := event.(type) {
	case *page.EventFrameRequestedNavigation:
		if event.FrameID == w.frame && event.Disposition == page.ClientNavigationDispositionCurrentTab {
			w.loading = true
		}
	case *page.EventFrameStartedNavigating:
		w.loading = w.loading || event.FrameID == w.frame
	case *page.EventFrameStartedLoading:
		w.loading = w.loading || event.FrameID == w.frame
	case *page.EventFrameStoppedLoading:
		if event.FrameID == w.frame {
			w.loading = false
		}
	case *page.EventFrameNavigated:
		if event.Frame.ID == w.frame {
			w.loader = event.Frame.LoaderID
		}
	case *browser.EventDownloadWillBegin:
		if event.FrameID == w.frame {
			w.downloads[event.GUID] = &File{Name: event.SuggestedFilename, Path: event.GUID}
		}
	case *browser.EventDownloadProgress:
		w.progress(event)
	case *network.EventRequestWillBeSent, *network.EventResponseReceived,
		*network.EventLoadingFinished, *network.EventLoadingFailed:
		w.network(event)
	case *runtime.EventExceptionThrown, *runtime.EventConsoleAPICalled, *log.EventEntryAdded:
		w.complaint(event)
	}
}

func (w *Watch) network(event any) {
	switch event := event.(type) {
	case *network.EventRequestWillBeSent:
		w.transfers[event.RequestID] = &transfer{url: event.Request.URL, kind: event.Type, posted: event.Request.Method == http.MethodPost}
		if host := foreign(event.Request.URL); host != "" {
			w.problem("a request to another host: %s", event.Request.URL)
		}
	case *network.EventResponseReceived:
		if event.Type == network.ResourceTypeDocument && event.FrameID == w.frame {
			asked := w.transfers[event.RequestID]
			w.documents[event.LoaderID] = Document{
				event.RequestID, event.Response.URL, event.Response.MimeType, int(event.Response.Status), asked != nil && asked.posted,
			}
		}
	case *network.EventLoadingFinished:
		if one := w.transfers[event.RequestID]; one != nil {
			one.bytes, one.finished = int(event.EncodedDataLength), true
		}
	case *network.EventLoadingFailed:
		if one := w.transfers[event.RequestID]; one != nil {
			one.finished = true
		}
	}
}

func (w *Watch) complaint(event any) {
	switch event := event.(type) {
	case *runtime.EventExceptionThrown:
		text := event.ExceptionDetails.Text
		if event.ExceptionDetails.Exception != nil {
			text += " " + event.ExceptionDetails.Exception.Description
		}
		w.problem("%s (%s:%d)", text, event.ExceptionDetails.URL, event.ExceptionDetails.LineNumber+1)
	case *runtime.EventConsoleAPICalled:
		if event.Type == runtime.ConsoleAPICalledTypeError || event.Type == runtime.ConsoleAPICalledTypeAssert {
			words := make([]string, 0, len(event.Args))
			for _, arg := range event.Args {
				words = append(words, strings.Trim(string(arg.Value), `"`)+arg.Description)
			}
			w.problem("console: %s", strings.Join(words, " "))
		}
	case *log.EventEntryAdded:
		// Failed loads of the network are the server's to test: its error pages and an offline line are meant.
		if event.Entry.Level == log.EntryLevelError && event.Entry.Source != log.EntrySourceNetwork {
			w.problem("%s: %s (%s)", event.Entry.Source, event.Entry.Text, event.Entry.URL)
		}
	}
}

func (w *Watch) problem(format string, args ...any) {
	if !w.muted {
		w.problems = append(w.problems, fmt.Sprintf(format, args...))
	}
}

func (w *Watch) progress(event *browser.EventDownloadProgress) {
	file := w.downloads[event.GUID]
	if file == nil || event.State == browser.DownloadProgressStateInProgress {
		return
	}
	delete(w.downloads, event.GUID)
	file.Whole = event.State == browser.DownloadProgressStateCompleted
	w.finished = append(w.finished, file)
}

// Mute lets pages complain unheard.
func (w *Watch) Mute(muted bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.muted = muted
}

// Loading says whether the tab is on its way to another page.
func (w *Watch) Loading() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.loading
}

// Document is the answer behind the present page.
func (w *Watch) Document() (Document, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	document, ok := w.documents[w.loader]
	return document, ok
}

// Download takes the oldest finished download.
func (w *Watch) Download() (*File, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.finished) == 0 {
		return nil, false
	}
	file := w.finished[0]
	w.finished = w.finished[1:]
	return file, true
}

// foreign is the host of an address that is not on loopback.
func foreign(address string) string {
	u, err := url.Parse(address)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "ws" && u.Scheme != "wss") {
		return ""
	}
	switch u.Hostname() {
	case "localhost", "127.0.0.1", "::1":
		return ""
	}
	return u.Hostname()
}

// Forget begins to count anew what is loaded.
func (w *Watch) Forget() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.transfers = map[network.RequestID]*transfer{}
}

// Problems takes what the pages complained about so far.
func (w *Watch) Problems() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	problems := w.problems
	w.problems = nil
	return problems
}
