package admin

import (
	"vatra/lms/i18n"
	"vatra/lms/lang"
	"vatra/lms/site"
	"vatra/lms/web/door"
	views "vatra/lms/web/views/admin"
)

// signatoryFields are the fields with who signs certificates; hint says which, and from when on.
func signatoryFields(hint string, by site.Signatory) views.Signatory {
	fields := views.Signatory{Hint: hint, Name: by.Name, Max: site.SignatoryMax}
	for _, l := range i18n.Languages() {
		fields.Offices = append(fields.Offices, views.Office{
			Field: officeField(l.Tag), Lang: l.Tag, Language: l.Name, Value: by.Offices[l.Tag],
		})
	}
	return fields
}

// officeField is the field with the signatory's office in a language.
func officeField(language string) string { return "signatory_office_" + language }

func readSignatory(v *door.Visit) site.Signatory {
	by := site.Signatory{Name: v.FormValue("signatory"), Offices: lang.Texts{}}
	for _, l := range i18n.Languages() {
		by.Offices[l.Tag] = v.FormValue(officeField(l.Tag))
	}
	return by
}
