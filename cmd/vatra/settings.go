package main

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/dustin/go-humanize"

	"vatra/cmd/vatra/serve"
	"vatra/content/blobs"
)

// settings are what the environment may say, for every command. Each is documented by `vatra serve --help`.
type settings struct {
	values      map[string]string
	environment []string // all of it, for programs that this one starts
}

const prefix = "VATRA_"

// known are the settings, with what each is for.
//
//nolint:gosec // the names of settings, no secrets
var known = map[string]string{
	"VATRA_ADDR":              "where to listen: host:port",
	"VATRA_BASE_URL":          "where readers find the site: https://learn.example.org",
	"VATRA_CLAMAV":            "a virus scanner for what is handed in: unix:/run/clamav/clamd.ctl or tcp://host:3310; none when not set",
	"VATRA_DATA":              "the folder for everything that is kept on this machine",
	"VATRA_DATABASE_URL":      "a PostgreSQL that runs elsewhere; without it a private one is started",
	"VATRA_S3_ENDPOINT":       "an object store that runs elsewhere: host:port; without it objects are kept in a folder",
	"VATRA_S3_BUCKET":         "its bucket, made when it is missing",
	"VATRA_S3_ACCESS_KEY":     "its access key",
	"VATRA_S3_SECRET_KEY":     "its secret key",
	"VATRA_S3_REGION":         "its region, where it has regions",
	"VATRA_S3_TLS":            "true or false: whether it is reached by TLS; true when not set",
	"VATRA_SMTP_URL":          "the mail server: smtp://user:password@host:587; without it mails are kept in a folder",
	"VATRA_TRUSTED_PROXIES":   "networks of proxies whose X-Forwarded-For is believed, beside this machine: 10.0.0.0/8,fd00::/8",
	"VATRA_SECURITY_LOG_DAYS": "how many days the security log is kept; 365 when not set",
	"VATRA_UPLOADS_PERSON":    "how much one person's packages may take until they are forgotten: 5GB when not set",
	"VATRA_UPLOADS_HOUSE":     "how much all packages together may take: 50GB when not set",
	"VATRA_SECRET":            "at least 32 characters that sign cookies and receipts, the same on all servers of the site",
}

// foreign are names that begin alike and are not for the server but for the tests of the project: where they find courses,
// and where they put pictures.
var foreign = []string{"VATRA_SHARED", "VATRA_SCREENSHOTS"}

// read takes the settings from the environment and refuses one that does not exist, since it is most likely mistyped.
func (s *settings) read(environment []string) error {
	s.values, s.environment = map[string]string{}, environment
	var faults []error
	for _, entry := range environment {
		name, value, _ := strings.Cut(entry, "=")
		if !strings.HasPrefix(name, prefix) || slices.Contains(foreign, name) {
			continue
		}
		if _, ours := known[name]; !ours {
			faults = append(faults, fmt.Errorf("there is no setting %s; the settings are %s", name,
				strings.Join(slices.Sorted(maps.Keys(known)), ", ")))
			continue
		}
		s.values[name] = strings.TrimSpace(value)
	}
	return errors.Join(faults...)
}

const defaultAddr = "127.0.0.1:8080"

// config is what the settings ask for; what cannot work is found by serve.
func (s *settings) config() (serve.Config, error) {
	get := func(name string) string { return s.values[prefix+name] }
	conf := serve.Config{
		Addr: get("ADDR"), BaseURL: strings.TrimRight(get("BASE_URL"), "/"), Data: get("DATA"), Version: version(),
		DatabaseURL: get("DATABASE_URL"), SMTPURL: get("SMTP_URL"), Secret: get("SECRET"), TrustedProxies: get("TRUSTED_PROXIES"),
		SecurityLogDays: get("SECURITY_LOG_DAYS"), ClamAV: get("CLAMAV"),
	}
	if conf.Addr == "" {
		conf.Addr = defaultAddr
	}
	for name, quota := range map[string]*int64{"UPLOADS_PERSON": &conf.Uploads.Person, "UPLOADS_HOUSE": &conf.Uploads.House} {
		if err := readSize(prefix+name, get(name), quota); err != nil {
			return conf, err
		}
	}
	tls := true
	if text := get("S3_TLS"); text != "" {
		var err error
		if tls, err = strconv.ParseBool(text); err != nil {
			return conf, fmt.Errorf("VATRA_S3_TLS is %q; expected true or false", text)
		}
	}
	for name := range s.values {
		if strings.HasPrefix(name, prefix+"S3_") && s.values[name] != "" {
			conf.S3 = &blobs.MinIOConfig{
				Endpoint: get("S3_ENDPOINT"), Bucket: get("S3_BUCKET"), AccessKey: get("S3_ACCESS_KEY"),
				SecretKey: get("S3_SECRET_KEY"), Region: get("S3_REGION"), TLS: tls,
			}
		}
	}
	return conf, nil
}

// readSize takes a size in the units that people write; of nothing it leaves the default.
func readSize(setting, text string, into *int64) error {
	if text == "" {
		return nil
	}
	size, err := humanize.ParseBytes(text)
	if err != nil || size == 0 || size > math.MaxInt64 {
		return fmt.Errorf("%s is %q; expected a size, for example 500MB or 5GB", setting, text)
	}
	*into = int64(size)
	return nil
}

// settingsHelp is the part of the help that names the settings.
func settingsHelp() string {
	var b strings.Builder
	b.WriteString("Settings are read from the environment:\n")
	for _, name := range slices.Sorted(maps.Keys(known)) {
		fmt.Fprintf(&b, "\n  %-24s %s", name, known[name])
	}
	return b.String()
}
