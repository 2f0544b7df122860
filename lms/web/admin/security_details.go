package admin

import (
	"strconv"
	"strings"

	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/i18n"
	"vatra/lms/web/door"
)

// details is what a row is about, in words where the log has a name of ours: EVENTS.md says what stands there for each event.
func details(v *door.Visit, row audit.Row) string {
	first, rest, _ := strings.Cut(row.Target, " ")
	switch row.Event {
	case audit.RoleChanged:
		return roleSaid(v, first) + " → " + roleSaid(v, rest)
	case audit.AccountAdded, audit.InvitationAccepted:
		return roleSaid(v, row.Target)
	case audit.InvitationSent:
		return roleSaid(v, first) + ", " + rest
	case audit.LoginFailed, audit.ProofFailed:
		return said(v, "audit.why.", row.Target)
	case audit.FactorAdded, audit.FactorRemoved, audit.FactorDoubted, audit.CodeReused, audit.CodeUsed:
		return factorSaid(v, first, rest)
	case audit.SettingsChanged:
		return settingsSaid(v, row.Target)
	case audit.Exported:
		return v.P.T("audit.learners_of", "Course", rest)
	}
	return row.Target
}

// said is the name of a word of the log, which stays as it is where it has none: rows outlive what wrote them.
func said(v *door.Visit, kind, word string) string {
	if key := kind + strings.ReplaceAll(word, " ", "_"); v.P.Has(key) {
		return v.P.T(key)
	}
	return word
}

func roleSaid(v *door.Visit, role string) string {
	if !access.Role(role).Known() {
		return role
	}
	return roleName(v, access.Role(role))
}

func factorSaid(v *door.Visit, kind, rest string) string {
	if left, err := strconv.Atoi(rest); kind == audit.FactorRecovery && err == nil {
		return v.P.N("factors.codes_left", left)
	}
	if rest == "" {
		return said(v, "audit.factor.", kind)
	}
	return said(v, "audit.factor.", kind) + ": " + rest
}

// settingNames are those of the page that changes them.
var settingNames = map[string]string{
	"registration": "staff.registration", "second_step": "factors.demand", "site_name": "staff.site_name",
	"default_locale": "staff.default_language", "issuer_name": "staff.issuer",
	"contact_email": "staff.contact_email", "contact_phone": "staff.contact_phone",
	"signatory": "staff.signatory", "signatory_offices": "staff.signatory_heading",
}

func settingsSaid(v *door.Visit, keys string) string {
	names := strings.Fields(keys)
	for i, key := range names {
		if name, known := settingNames[key]; known {
			names[i] = v.P.T(name)
		}
		if page, changed := strings.CutPrefix(key, "pages."); changed {
			page, locale, _ := strings.Cut(page, ".")
			names[i] = v.P.T("nav.pages") + ": " + said(v, "pages.title_", page) + ", " + i18n.NameOf(locale)
		}
	}
	return strings.Join(names, " · ")
}
