package show

import (
	"slices"

	"vatra/certificates"
	"vatra/certificates/paper"
	"vatra/lms/i18n"
	"vatra/lms/lang"
	"vatra/lms/web/door"
	"vatra/lms/web/views/parts"
	"vatra/lms/web/views/ui"
)

// RecordWords are a text of a record in the reader's language, else in the holder's.
func RecordWords(v *door.Visit, texts lang.Texts, record *certificates.Record) ui.Words {
	text, tag := texts.In(v.P.Lang(), record.Locale, i18n.Fallback)
	return v.Words(text, tag)
}

// Reissue offers to issue a certificate anew in the name of the account; nil where it holds no more, or has that name.
func Reissue(v *door.Visit, award *certificates.Award, name string) *parts.Reissue {
	if award.Status().State != certificates.Valid || award.Record.HolderName == name {
		return nil
	}
	return &parts.Reissue{
		Track: RecordWords(v, award.Record.TrackNames, &award.Record), Code: award.Code.Printed(),
		Old: award.Record.HolderName, Name: name,
	}
}

// VerdictPage tells everything that a certificate claims, and whether it still holds.
func VerdictPage(d *door.Door, v *door.Visit, award *certificates.Award) parts.VerdictPage {
	record, status := &award.Record, award.Status()
	page := parts.VerdictPage{
		Base: d.Base(v, v.P.T("verify.title")),
		Code: award.Code.Printed(), State: string(status.State),
		Since: status.Since, Reason: status.Reason, Verdict: VerdictText(v, award),
		Holder: record.HolderName, Track: certified(v, record, record.TrackNames, record.TrackCode),
		Study: record.StudyMinutes(), Mark: record.Mark.String(), Rules: record.RulesVersion,
		StartedOn: record.StartedOn.Time(), CompletedOn: record.CompletedOn.Time(), AwardedOn: record.AwardedOn.Time(),
		Issuer: record.Issuer.Name, IssuerURL: record.Issuer.URL, VerifyURL: record.VerifyURL(),
	}
	page.Paper = Paper(v, award)
	if signatory := record.Signatory; signatory != nil {
		page.Signatory = signatory.Name
		if office := certified(v, record, signatory.Offices, ""); office.OnPaper[0].Text != "" {
			page.Office = office
		}
	}
	page.Crumbs = []ui.Link{{Text: v.P.T("nav.verify"), URL: "/verify"}}
	if award.Newest != nil {
		page.Newest, page.NewestState = award.Newest.Code.Printed(), string(award.Newest.State)
	}
	for _, course := range record.Courses {
		page.Courses = append(page.Courses, parts.CertifiedCourse{
			Title: certified(v, record, course.Titles, course.Code), Version: course.Version,
		})
	}
	for _, event := range award.History {
		page.History = append(page.History, parts.CertificateEvent{
			Kind: string(event.Kind), At: event.At, Reason: event.Reason,
		})
	}
	return page
}

// VerdictText says in a sentence whether a certificate still holds.
func VerdictText(v *door.Visit, award *certificates.Award) string {
	status, issuer := award.Status(), award.Record.Issuer.Name
	switch {
	case status.State == certificates.Revoked:
		return v.P.T("verify.revoked_text", "Issuer", issuer, "Date", v.P.Date(status.Since))
	case status.State == certificates.Replaced:
		return v.P.T("verify.replaced_text", "Issuer", issuer, "Date", v.P.Date(status.Since))
	case award.WasRevoked():
		return v.P.T("verify.reinstated_text", "Issuer", issuer)
	default:
		return v.P.T("verify.valid_text", "Issuer", issuer)
	}
}

// certified is a text of a record as its paper has it, and in the reader's language where the paper has not that.
func certified(v *door.Visit, record *certificates.Record, texts lang.Texts, code string) parts.Certified {
	var name parts.Certified
	languages := make([]string, 0, 2)
	for _, said := range paper.OnPaper(record, texts, code) {
		name.OnPaper = append(name.OnPaper, v.Words(said.Text, said.Lang))
		languages = append(languages, said.Lang)
	}
	if text, tag := texts.In(v.P.Lang(), append(languages, i18n.Fallback)...); text != "" && !slices.Contains(languages, tag) {
		name.Yours = v.Words(text, tag)
	}
	return name
}
