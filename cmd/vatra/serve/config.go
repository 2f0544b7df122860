// Package serve owns how the parts become a running program: the database, the object store, mail, the job queue and
// the server, started in order and stopped in the opposite one. It reads no environment and no flags; cmd/vatra does.
package serve

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"vatra/content/blobs"
	"vatra/lms/clamav"
	"vatra/lms/intake"
	vatramail "vatra/lms/mail"
	"vatra/lms/pgserver"
)

// Config says how to run. The zero value of everything but Addr and Version runs embedded: with a private PostgreSQL,
// and objects and mails in folders.
type Config struct {
	Addr    string // host:port to listen on; port 0 is any free one
	BaseURL string // where readers find the site; http://localhost:port when empty
	Data    string // the folder for everything that is kept here; DefaultData when empty
	Version string

	DatabaseURL string             // a PostgreSQL that runs elsewhere
	S3          *blobs.MinIOConfig // an object store that runs elsewhere
	SMTPURL     string             // a mail server, see mail.OpenSMTP
	Secret      string             // signs cookies and receipts; all nodes share it
	// TrustedProxies are networks (CIDR, with commas between them), see web.Options.
	TrustedProxies string
	// SecurityLogDays is how many days the security log is kept; a year when empty.
	SecurityLogDays string

	// ClamAV is where the virus scanner listens that looks through what is handed in, see clamav.Open; none when empty.
	ClamAV string

	// Guard runs imports in programs of their own; without one they run in this one.
	Guard *intake.Guard
	// Drawer is the program that makes pictures of papers; without one there are none.
	Drawer  func() *exec.Cmd
	Uploads intake.Quota // what packages may take; its defaults where it is zero

	Demo bool // furnish an empty data folder, see Parts.Furnish

	Log *slog.Logger
	// Ready is told when requests are answered.
	Ready func(Running)
	// Patience is how long requests and jobs in flight may take to finish at the end; five seconds when 0.
	// Jobs that take longer are cancelled, and worked again by another server or after the next start.
	Patience time.Duration
}

// Running is a server that answers requests.
type Running struct {
	Addr    string // host:port
	BaseURL string
	Demo    *Demo // nil unless asked for
	*Parts
}

const (
	secretLength    = 32 // characters, at least
	defaultPatience = 5 * time.Second
)

// check refuses what cannot work, with a sentence that names the setting as the environment has it. It makes defaults
// explicit.
func (c Config) check() (Config, error) {
	var faults []error
	wrong := func(setting, format string, args ...any) {
		faults = append(faults, fmt.Errorf("%s %s", setting, fmt.Sprintf(format, args...)))
	}
	if _, port, err := net.SplitHostPort(c.Addr); err != nil || port == "" {
		wrong("VATRA_ADDR", "is %q; expected host:port, for example 127.0.0.1:8080", c.Addr)
	}
	if c.BaseURL != "" {
		if !isSite(c.BaseURL) {
			wrong("VATRA_BASE_URL", "is %q; expected the address of the site without a path, for example https://learn.example.org", c.BaseURL)
		}
	}
	if c.Secret != "" && len(c.Secret) < secretLength {
		wrong("VATRA_SECRET", "has %d characters and needs at least %d; make one with: openssl rand -hex 32", len(c.Secret), secretLength)
	}
	if c.Secret == "" && c.DatabaseURL != "" {
		wrong("VATRA_SECRET", "is not set; with VATRA_DATABASE_URL every server of the site needs the same one; make it with: openssl rand -hex 32")
	}
	if _, err := c.proxies(); err != nil {
		wrong("VATRA_TRUSTED_PROXIES", "is %q; expected networks with commas between them, for example 10.0.0.0/8,fd00::/8", c.TrustedProxies)
	}
	if _, err := c.auditKept(); err != nil {
		wrong("VATRA_SECURITY_LOG_DAYS", "is %q; expected a number of days from 1 to 36500, for example 365", c.SecurityLogDays)
	}
	if _, err := c.scanner(); err != nil {
		wrong("VATRA_CLAMAV", "is %q; expected where clamd listens, for example unix:/run/clamav/clamd.ctl or tcp://127.0.0.1:3310", c.ClamAV)
	}
	if c.SMTPURL != "" {
		if _, err := vatramail.OpenSMTP(c.SMTPURL, c.sender()); err != nil {
			wrong("VATRA_SMTP_URL", "cannot be used: %v", err)
		}
	}
	if c.S3 != nil {
		checkStore(*c.S3, wrong)
	}
	if err := errors.Join(faults...); err != nil {
		return c, err
	}
	if c.Data == "" {
		c.Data = DefaultData()
	}
	data, err := filepath.Abs(c.Data)
	if err != nil {
		return c, err
	}
	c.Data = data
	if c.Patience == 0 {
		c.Patience = defaultPatience
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return c, nil
}

// checkStore refuses what no object store can be reached with.
func checkStore(store blobs.MinIOConfig, wrong func(setting, format string, args ...any)) {
	for _, setting := range []struct{ name, value string }{
		{"VATRA_S3_ENDPOINT", store.Endpoint},
		{"VATRA_S3_BUCKET", store.Bucket},
		{"VATRA_S3_ACCESS_KEY", store.AccessKey},
		{"VATRA_S3_SECRET_KEY", store.SecretKey},
	} {
		if setting.value == "" {
			wrong(setting.name, "is not set; an object store needs VATRA_S3_ENDPOINT, VATRA_S3_BUCKET, VATRA_S3_ACCESS_KEY and VATRA_S3_SECRET_KEY")
		}
	}
	// A host alone is one at the port of its scheme, as the stores of large providers are named.
	if store.Endpoint != "" && !isSite("https://"+store.Endpoint) {
		wrong("VATRA_S3_ENDPOINT", "is %q; expected host:port without https:// and without a path, for example minio.example.org:9000", store.Endpoint)
	}
	if store.Bucket != "" && !isBucket(store.Bucket) {
		wrong("VATRA_S3_BUCKET", "is %q; expected 3 to 63 lower-case letters, digits, dots and hyphens, "+
			"with a letter or a digit at both ends and no two dots together", store.Bucket)
	}
}

var bucketForm = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`)

// isBucket keeps the naming rules for general purpose buckets of the Amazon S3 User Guide, reserved prefixes aside.
func isBucket(name string) bool {
	_, err := netip.ParseAddr(name)
	return err != nil && bucketForm.MatchString(name) && !strings.Contains(name, "..")
}

// isSite reports that the address is a scheme, a host and perhaps a port, and nothing more.
func isSite(address string) bool {
	u, err := url.Parse(address)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" || u.Scheme+"://"+u.Host != address {
		return false
	}
	if strings.HasSuffix(u.Host, ":") {
		return false
	}
	port, err := strconv.Atoi(u.Port())
	return u.Port() == "" || err == nil && 1 <= port && port <= 65535
}

// DefaultData is ./data, or /var/lib/vatra for root where PostgreSQL, which then runs as another user, could not enter
// the folder.
func DefaultData() string {
	const here, elsewhere = "data", "/var/lib/vatra"
	if os.Geteuid() == 0 && pgserver.Reachable(filepath.Join(here, clusterFolder)) != nil {
		return elsewhere
	}
	return here
}

func (c Config) proxies() ([]netip.Prefix, error) {
	var networks []netip.Prefix
	if c.TrustedProxies == "" {
		return networks, nil
	}
	for text := range strings.SplitSeq(c.TrustedProxies, ",") {
		network, err := netip.ParsePrefix(strings.TrimSpace(text))
		if err != nil {
			return nil, err
		}
		networks = append(networks, network)
	}
	return networks, nil
}

// sender is who mails come from when the mail server's URL does not say.
func (c Config) sender() mail.Address {
	host := "localhost"
	if u, err := url.Parse(c.BaseURL); err == nil && u.Hostname() != "" && net.ParseIP(u.Hostname()) == nil {
		host = u.Hostname()
	}
	return mail.Address{Name: "Vatra", Address: "no-reply@" + host}
}

// localURL is the site as a browser on this machine finds it, for a server that was not told its address.
func localURL(addr string) string {
	_, port, err := net.SplitHostPort(addr)
	if err != nil {
		return "http://localhost"
	}
	return "http://localhost:" + port
}

// scanner is nil where none is asked for.
func (c Config) scanner() (*clamav.Scanner, error) {
	if c.ClamAV == "" {
		return nil, nil //nolint:nilnil // no scanner is a choice, and no fault
	}
	return clamav.Open(c.ClamAV)
}

// auditKept is how long the security log is kept; 0 is the default.
func (c Config) auditKept() (time.Duration, error) {
	if c.SecurityLogDays == "" {
		return 0, nil
	}
	days, err := strconv.Atoi(c.SecurityLogDays)
	if err == nil && (days < 1 || days > 36500) {
		err = strconv.ErrRange
	}
	return time.Duration(days) * 24 * time.Hour, err
}
