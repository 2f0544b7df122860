package site

import (
	"net/mail"
	"regexp"

	"vatra/lms/fault"
)

// aPhone is a telephone number as people write one, with at least three digits and at most 40 signs.
var aPhone = regexp.MustCompile(`^\+?[0-9 ()./-]{3,39}$`)

var threeDigits = regexp.MustCompile(`[0-9].*[0-9].*[0-9]`)

// checkContact lets either be empty.
func checkContact(fields fault.Fields, email, phone string) {
	if email != "" {
		parsed, err := mail.ParseAddress(email)
		if err != nil || parsed.Address != email || len(email) > 254 {
			fields.Add("contact_email", "people.email_invalid")
		}
	}
	if phone != "" && (!aPhone.MatchString(phone) || !threeDigits.MatchString(phone)) {
		fields.Add("contact_phone", "people.phone_invalid")
	}
}
