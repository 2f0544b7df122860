// Package site owns the settings of the house: what an administrator may change while it runs.
package site

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/uptrace/bun"

	"vatra/certificates"
	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/lang"
	"vatra/lms/pg"
	"vatra/lms/text"
)

// Registration says who may open an account.
type Registration string

// The three ways to join.
const (
	RegistrationOpen    Registration = "open"    // anybody
	RegistrationInvited Registration = "invited" // people whom an administrator has invited
	RegistrationClosed  Registration = "closed"  // nobody; an invitation that is already out does not help
)

// SecondStep says of whom a second step is demanded when they sign in. Everybody may have one.
type SecondStep string

// The three demands.
const (
	SecondStepNobody         SecondStep = "nobody"
	SecondStepAdministrators SecondStep = "administrators"
	SecondStepStaff          SecondStep = "staff" // administrators and trainers
)

// Of reports whether a second step is demanded of people with the role.
func (s SecondStep) Of(role access.Role) bool {
	switch role {
	case access.RoleAdministrator:
		return s != SecondStepNobody
	case access.RoleTrainer:
		return s == SecondStepStaff
	default:
		return false
	}
}

// Settings are what an administrator may change while the house runs.
type Settings struct {
	Registration  Registration
	SecondStep    SecondStep
	SiteName      string // at most 80 characters
	DefaultLocale string // one of the languages of the interface
	IssuerName    string // printed on certificates, with what their type has; at most 160 characters

	// Who signs certificates for the issuer, and what they are there, by language; nobody where Signatory is empty.
	Signatory        string
	SignatoryOffices lang.Texts

	// Whom to ask, as pages and error pages tell everybody; either may be empty.
	ContactEmail string
	ContactPhone string // at most 40 characters
}

// Zone is the clock of the site, by which authors write when a quiz opens and closes: that of most readers of its language.
func (s *Settings) Zone() *time.Location { return i18n.ZoneOf(s.DefaultLocale) }

const (
	siteNameMax   = 80
	issuerNameMax = 160
	// SignatoryMax is how many characters the signatory's name has at most, and each of the offices.
	SignatoryMax = 120
	settingsLife = 5 * time.Second
)

// Signs is who signs certificates, where a track names nobody of its own.
func (s *Settings) Signs() Signatory {
	return Signatory{Name: s.Signatory, Offices: s.SignatoryOffices}
}

func (s *Settings) sign(by Signatory) { s.Signatory, s.SignatoryOffices = by.Name, by.Offices }

// House keeps the settings. Reading is from memory and about five seconds behind what another node has written. While
// the database does not answer, one reader waits for it and all others go on with what was last known.
type House struct {
	db  *pg.DB
	log *audit.Log

	mu      sync.Mutex // never held while the database is asked
	last    Settings
	known   bool
	due     time.Time // when last is to be read anew
	reading bool      // by one who does so already
	changes int       // made here: what was read before the newest one is not taken
}

// NewHouse reads nothing yet. The log is told who changes what.
func NewHouse(db *pg.DB, log *audit.Log) *House { return &House{db: db, log: log} }

// Settings are the settings now; one that was never set has its default.
func (h *House) Settings(ctx context.Context) (Settings, error) {
	h.mu.Lock()
	if h.known && (h.reading || time.Now().Before(h.due)) {
		defer h.mu.Unlock()
		return h.last, nil
	}
	h.reading = true
	changes := h.changes
	h.mu.Unlock()

	settings, err := ReadSettings(ctx, h.db)

	h.mu.Lock()
	defer h.mu.Unlock()
	h.reading = false
	switch {
	case err != nil && h.known:
		h.due = time.Now().Add(settingsLife) // nobody waits again so soon
	case err != nil:
		return Settings{}, err
	case changes == h.changes:
		h.keep(settings)
	}
	return h.last, nil
}

func (h *House) keep(settings Settings) {
	h.last, h.known, h.due = settings, true, time.Now().Add(settingsLife)
}

// ChangeSettings takes the settings as a whole. What cannot be taken is an Invalid fault with its field: registration,
// second_step, site_name, default_locale, issuer_name, signatory, signatory_office_<language>, contact_email, contact_phone.
func (h *House) ChangeSettings(ctx context.Context, actor access.Actor, settings Settings) error {
	if err := actor.Require(access.ManageHouse); err != nil {
		return err
	}
	for _, line := range []*string{&settings.SiteName, &settings.IssuerName, &settings.ContactEmail, &settings.ContactPhone} {
		*line = strings.TrimSpace(*line)
	}
	settings.sign(settings.Signs().Trimmed())
	if err := settings.check(); err != nil {
		return err
	}
	err := h.log.Tx(ctx, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		before, err := ReadSettings(ctx, tx)
		if err != nil {
			return err
		}
		for key, field := range settings.fields() {
			value, err := json.Marshal(field)
			if err != nil {
				return err
			}
			const statement = `INSERT INTO settings (key, value, updated_by) VALUES (?, ?::jsonb, ?)
				ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_by = excluded.updated_by, updated_at = now()`
			if _, err := tx.ExecContext(ctx, statement, key, string(value), pg.OrNull(actor.UserID)); err != nil {
				return fmt.Errorf("writing the setting %s: %w", key, err)
			}
		}
		others := settings.othersThan(before)
		if others == "" {
			return nil
		}
		return note(actor, audit.Entry{Event: audit.SettingsChanged, Target: others})
	})
	if err != nil {
		return err
	}
	h.changed(settings)
	return nil
}

// changed takes over what this node has written, so that its administrator sees it on the next page.
func (h *House) changed(settings Settings) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.changes++
	h.keep(settings)
}

// ReadSettings reads the settings as they are now, within the caller's transaction when db is one; what was never set
// has its default.
func ReadSettings(ctx context.Context, db bun.IDB) (Settings, error) {
	settings := Settings{
		Registration: RegistrationOpen, SecondStep: SecondStepAdministrators,
		SiteName: "Vatra", DefaultLocale: "ro", IssuerName: "Vatra",
	}
	rows, err := db.QueryContext(ctx, `SELECT key, value FROM settings`)
	if err != nil {
		return Settings{}, fmt.Errorf("reading the settings: %w", err)
	}
	defer rows.Close()
	fields := settings.fields()
	for rows.Next() {
		var key string
		var value []byte
		if err := rows.Scan(&key, &value); err != nil {
			return Settings{}, fmt.Errorf("reading the settings: %w", err)
		}
		field, ours := fields[key]
		if !ours {
			continue
		}
		if err := json.Unmarshal(value, field); err != nil {
			return Settings{}, fmt.Errorf("reading the setting %s: %w", key, err)
		}
	}
	return settings, rows.Err()
}

// fields is the one list of what is kept under which key.
func (s *Settings) fields() map[string]any {
	return map[string]any{
		"registration": &s.Registration, "second_step": &s.SecondStep, "site_name": &s.SiteName,
		"default_locale": &s.DefaultLocale, "issuer_name": &s.IssuerName,
		"signatory": &s.Signatory, "signatory_offices": &s.SignatoryOffices,
		"contact_email": &s.ContactEmail, "contact_phone": &s.ContactPhone,
	}
}

// othersThan names the settings that differ, by their keys.
func (s *Settings) othersThan(before Settings) string {
	was := before.fields()
	var others []string
	for key, field := range s.fields() {
		if !reflect.DeepEqual(field, was[key]) { // of what they point at
			others = append(others, key)
		}
	}
	slices.Sort(others)
	return strings.Join(others, " ")
}

func (s *Settings) check() error {
	fields := fault.Fields{}
	if !slices.Contains([]Registration{RegistrationOpen, RegistrationInvited, RegistrationClosed}, s.Registration) {
		fields.Add("registration", "people.registration_unknown")
	}
	if !slices.Contains([]SecondStep{SecondStepNobody, SecondStepAdministrators, SecondStepStaff}, s.SecondStep) {
		fields.Add("second_step", "factors.demand_unknown")
	}
	i18n.CheckKnown(fields, "default_locale", s.DefaultLocale)
	for _, line := range []struct {
		field, text string
		most        int
	}{{"site_name", s.SiteName, siteNameMax}, {"issuer_name", s.IssuerName, issuerNameMax}} {
		switch {
		case line.text == "":
			fields.Add(line.field, "error.required")
		case utf8.RuneCountInString(line.text) > line.most:
			fields.Add(line.field, "people.text_long", "Max", line.most)
		case text.HasUnseen(line.text):
			fields.Add(line.field, "people.strange_characters")
		case line.field == "issuer_name":
			certificates.CheckNameIn(fields, line.field, line.text)
		}
	}
	s.Signs().Check(fields)
	checkContact(fields, s.ContactEmail, s.ContactPhone)
	return fields.Err()
}
