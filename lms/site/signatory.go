package site

import (
	"strings"
	"unicode/utf8"

	"vatra/certificates"
	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/lang"
	"vatra/lms/text"
)

// Signatory is who signs certificates for the issuer, and what they are there, by language; nobody where Name is empty.
type Signatory struct {
	Name    string
	Offices lang.Texts
}

// Trimmed leaves only what says something; no office is nil, which is what was never set.
func (s Signatory) Trimmed() Signatory {
	var offices lang.Texts
	for tag, office := range s.Offices {
		if office = strings.TrimSpace(office); office != "" {
			if offices == nil {
				offices = lang.Texts{}
			}
			offices[tag] = office
		}
	}
	return Signatory{Name: strings.TrimSpace(s.Name), Offices: offices}
}

// Check lets all of it be empty. An office is somebody's; and a name may stand without one. What cannot be printed is told
// of the field: signatory, or signatory_office_<language>.
func (s Signatory) Check(fields fault.Fields) {
	if s.Name == "" && len(s.Offices) > 0 {
		fields.Add("signatory", "error.required")
	}
	checkPrinted(fields, "signatory", s.Name)
	for tag, office := range s.Offices {
		if !i18n.Known(tag) {
			fields.Add("signatory", "error.check_fields") // no form of ours asks for it
			continue
		}
		checkPrinted(fields, "signatory_office_"+tag, office)
	}
}

// checkPrinted looks at a line that certificates print, if it says anything.
func checkPrinted(fields fault.Fields, field, line string) {
	switch {
	case line == "":
	case utf8.RuneCountInString(line) > SignatoryMax:
		fields.Add(field, "people.text_long", "Max", SignatoryMax)
	case text.HasUnseen(line):
		fields.Add(field, "people.strange_characters")
	default:
		certificates.CheckNameIn(fields, field, line)
	}
}
