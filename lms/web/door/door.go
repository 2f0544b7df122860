// Package door is what every request goes through before an area answers it, and how it is answered. It finds out who
// comes and in which language they read (Visit), holds the rules that no handler may forget (the capability of a
// Route, the token of a form, limits, the size of a body), and turns answers and errors into pages or JSON. Areas
// embed a Door; it knows none of them.
package door

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/url"
	"strings"

	"vatra/lms"
	"vatra/lms/i18n"
	"vatra/lms/web/assets"
	"vatra/lms/web/cookies"
	"vatra/lms/web/metrics"
	"vatra/lms/web/packing"
	"vatra/lms/web/peer"
	"vatra/lms/web/views/fixed"
)

// fixedLimit is for the parts of pages that are kept, in bytes.
const fixedLimit = 6 << 20

// Options are what a server is made of.
type Options struct {
	// BaseURL is where readers find the site, without a slash at its end. With https, cookies are bound to it and
	// browsers are told to stay with it.
	BaseURL string
	// Secret, of at least 32 bytes, signs cookies and forms; all nodes of a site share it. Empty is a fresh one.
	Secret []byte
	// TrustedProxies are the networks, beside this machine, whose word on where a request comes from is taken
	// (X-Forwarded-For), and which may read the metrics.
	TrustedProxies peer.Trusted

	// SlowLine is at how many bytes a second a body has to come at least; 4 KiB where it is 0.
	SlowLine int

	Log    *slog.Logger
	Checks []Check // what has to answer before this node takes requests

	School *lms.School
}

// Check is one thing that has to answer before this node takes requests.
type Check struct {
	Name string // "database"
	Run  func(context.Context) error
}

// Door is what every request goes through, and the school behind it. Areas stand on it.
type Door struct {
	Options
	*lms.School
	Assets  *assets.Set
	cookies *cookies.Jar
	metrics *metrics.Requests
	secure  bool   // the site is reached by https
	host    string // host and port of BaseURL
	origin  string // BaseURL as browsers write it in the Origin header
	packing *packing.Packer
	Fixed   *fixed.Parts // of pages
	Table   []Route      // for the menu
}

// Open refuses options that cannot be served with, with a sentence.
func Open(opts Options) (*Door, error) {
	base, err := url.Parse(opts.BaseURL)
	if err != nil || base.Host == "" || (base.Scheme != "http" && base.Scheme != "https") || base.RawQuery != "" ||
		strings.HasSuffix(opts.BaseURL, "/") || base.Path != "" {
		return nil, fmt.Errorf("the base URL %q is not one: expected https://host or http://host:port", opts.BaseURL)
	}
	if err := i18n.Check(); err != nil {
		return nil, fmt.Errorf("the translations cannot be read: %w", err)
	}
	set, err := assets.Load()
	if err != nil {
		return nil, err
	}
	if opts.Log == nil {
		opts.Log = slog.New(slog.DiscardHandler)
	}
	if len(opts.Secret) == 0 {
		opts.Secret = make([]byte, cookies.SecretBytes)
		_, _ = rand.Read(opts.Secret) // never fails: it ends the program instead
	}
	if len(opts.Secret) < cookies.SecretBytes {
		return nil, fmt.Errorf("the secret has %d bytes; at least %d are needed", len(opts.Secret), cookies.SecretBytes)
	}
	packer, secure := packing.New(), base.Scheme == "https"
	return &Door{
		Options: opts, School: opts.School, Assets: set, cookies: cookies.New(opts.Secret, secure), metrics: metrics.New(),
		packing: packer, Fixed: fixed.New(fixedLimit, packer.Fixed),
		secure: secure, host: base.Host, origin: base.Scheme + "://" + base.Host,
	}, nil
}
