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

// trimSignatory leaves only what says something; no office is nil, which is what was never set.
func (s *Settings) trimSignatory() {
	s.Signatory = strings.TrimSpace(s.Signatory)
	var offices lang.Texts
	for tag, office := range s.SignatoryOffices {
		if office = strings.TrimSpace(office); office != "" {
			if offices == nil {
				offices = lang.Texts{}
			}
			offices[tag] = office
		}
	}
	s.SignatoryOffices = offices
}

// checkSignatory lets all of it be empty. An office is somebody's; and a name may stand without one.
func (s *Settings) checkSignatory(fields fault.Fields) {
	if s.Signatory == "" && len(s.SignatoryOffices) > 0 {
		fields.Add("signatory", "error.required")
	}
	checkPrinted(fields, "signatory", s.Signatory)
	for tag, office := range s.SignatoryOffices {
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
