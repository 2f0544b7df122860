package certificates

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"

	"vatra/certificates/letters"
	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/lang"
)

// recordVersion is the form of the record. A later form gets the next number, and this one stays readable for ever.
const recordVersion = 1

// MaxName is how many characters of a name, of a holder or of an issuer, are printed.
const MaxName = 200

// Issuer is who gives the certificate. URL is the address of the site that issues and verifies, without a slash at its
// end: the address on the paper begins with it, so it has to be one that employers can reach.
type Issuer struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

// Signatory is who signs for the issuer, and what they are there, by language.
type Signatory struct {
	Name    string     `json:"name"`
	Offices lang.Texts `json:"offices,omitempty"`
}

// Course is one course of what was completed, in the version that the holder took.
type Course struct {
	Code    string     `json:"code"`
	Version int        `json:"version"`
	Titles  lang.Texts `json:"titles"`
}

// Record is every claim that the paper shows, as issued.
type Record struct {
	Form         int        `json:"form"`
	Code         Code       `json:"code"`
	HolderName   string     `json:"holder_name"`
	TrackCode    string     `json:"track_code"`
	TrackNames   lang.Texts `json:"track_names"`
	RulesVersion int        `json:"rules_version"`
	Hours        int        `json:"hours"`             // of study, whole
	Minutes      int        `json:"minutes,omitempty"` // of study beyond the hours, below 60
	Mark         Mark       `json:"mark"`              // written as text so that no reader rounds it, or null
	Courses      []Course   `json:"courses"`
	StartedOn    Date       `json:"started_on"`
	CompletedOn  Date       `json:"completed_on"`
	AwardedOn    Date       `json:"awarded_on"`
	Issuer       Issuer     `json:"issuer"`
	Signatory    *Signatory `json:"signatory,omitempty"` // nil where the issuer has named nobody
	Locale       string     `json:"locale"`              // the holder's language when it was issued
}

// VerifyURL is the page where anyone checks the award: what the paper prints and its QR code leads to.
func (r *Record) VerifyURL() string { return r.Issuer.URL + verifyPath + r.Code.Printed() }

// StudyMinutes is all the time of study that the record speaks of, in minutes; 0 where it speaks of none.
func (r *Record) StudyMinutes() int { return r.Hours*60 + r.Minutes }

// Claim is what someone has earned, as the caller found it. HolderName is taken as it should be printed. Subject says
// what was completed in the caller's words: a holder has one award a subject. Without AwardedOn it is today, in UTC.
type Claim struct {
	HolderID     uuid.UUID
	HolderName   string
	Subject      string
	TrackCode    string
	TrackNames   lang.Texts
	RulesVersion int
	Hours        int // of study, whole; without any, the paper says nothing of them
	Minutes      int // of study beyond the hours, below 60
	Mark         Mark
	Courses      []Course
	StartedOn    Date
	CompletedOn  Date
	AwardedOn    Date
	Issuer       Issuer
	Signatory    *Signatory // nil where nobody is named
	Locale       string
}

func (c *Claim) check() error {
	switch {
	case c.HolderID == uuid.Nil:
		return errors.New("a claim needs its holder")
	case printable(c.HolderName) == "":
		return errors.New("a claim needs the name of its holder")
	case strings.TrimSpace(c.Subject) == "":
		return errors.New("a claim needs a subject")
	case c.TrackCode == "":
		return errors.New("a claim needs the code of its track")
	case strings.TrimSpace(c.Issuer.Name) == "" || c.Issuer.URL == "":
		return errors.New("a claim needs an issuer with a name and an address")
	case c.Hours < 0:
		return fmt.Errorf("a claim cannot have %d hours", c.Hours)
	case c.Minutes < 0 || c.Minutes >= 60:
		return fmt.Errorf("a claim cannot have %d minutes beyond its hours", c.Minutes)
	case !c.Mark.possible():
		return fmt.Errorf("a mark is per cent, not %s", c.Mark)
	case c.StartedOn.IsZero() || c.CompletedOn.IsZero():
		return errors.New("a claim needs the days of start and completion")
	}
	if name, _ := c.TrackNames.In(c.Locale, i18n.Fallback); name == "" {
		return errors.New("a claim needs a name of its track")
	}
	return nil
}

// freeze makes the record of a claim that was checked.
func (c *Claim) freeze(code Code, now time.Time) Record {
	record := Record{
		Form:         recordVersion,
		Code:         code,
		HolderName:   cut(printable(c.HolderName)),
		TrackCode:    c.TrackCode,
		TrackNames:   printableTexts(c.TrackNames),
		RulesVersion: c.RulesVersion,
		Hours:        c.Hours,
		Minutes:      c.Minutes,
		Mark:         c.Mark,
		Courses:      make([]Course, 0, len(c.Courses)),
		StartedOn:    c.StartedOn,
		CompletedOn:  c.CompletedOn,
		AwardedOn:    c.AwardedOn,
		Issuer:       Issuer{Name: cut(printable(c.Issuer.Name)), URL: strings.TrimRight(c.Issuer.URL, "/")},
		Locale:       c.Locale,
	}
	if c.Signatory != nil && printable(c.Signatory.Name) != "" {
		record.Signatory = &Signatory{Name: cut(printable(c.Signatory.Name)), Offices: printableTexts(c.Signatory.Offices)}
	}
	for _, course := range c.Courses {
		course.Titles = printableTexts(course.Titles)
		record.Courses = append(record.Courses, course)
	}
	if record.AwardedOn.IsZero() {
		record.AwardedOn = DateOf(now.UTC())
	}
	return record
}

// CheckName tells a form whether a name, of a person, an issuer or a track, can stand on a certificate: it is given, it has at most MaxName characters and
// each of them can be printed. It returns an Invalid fault: `certificate.name_empty`, `certificate.name_too_long` or
// `certificate.name_unprintable` (with Characters). An award itself is never refused for a name: what cannot be printed
// becomes an empty box, so that nobody loses a result over it.
func CheckName(name string) error {
	name = printable(name)
	switch n := utf8.RuneCountInString(name); {
	case n == 0:
		return fault.New(fault.Invalid, "certificate.name_empty")
	case n > MaxName:
		return fault.New(fault.Invalid, "certificate.name_too_long", "Max", MaxName)
	}
	if odd := letters.Unprintable(name); odd != "" {
		return fault.New(fault.Invalid, "certificate.name_unprintable", "Characters", odd)
	}
	return nil
}

// CheckNameIn notes in a form's field what CheckName says of a name, unless something else is wrong with it.
func CheckNameIn(fields fault.Fields, field, name string) {
	if told, refused := fault.As(CheckName(name)); refused {
		fields.Add(field, told.Key, told.Pairs()...)
	}
}

// printable is text as paper can carry it: composed (NFC), on one line, with single spaces, and without the controls
// and marks of direction that are read by programs and not by people.
func printable(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Cs, unicode.Co), r == utf8.RuneError:
			return -1
		}
		return r
	}, norm.NFC.String(text))
	return strings.Join(strings.Fields(text), " ")
}

func printableTexts(texts lang.Texts) lang.Texts {
	clean := make(lang.Texts, len(texts))
	for tag, text := range texts {
		clean[tag] = printable(text)
	}
	return clean
}

// cut is a name of at most MaxName characters.
func cut(name string) string {
	if utf8.RuneCountInString(name) <= MaxName {
		return name
	}
	return strings.TrimSpace(string([]rune(name)[:MaxName-1])) + "…"
}
