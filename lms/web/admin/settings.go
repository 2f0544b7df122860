package admin

import (
	"github.com/a-h/templ"

	"vatra/lms/site"
	"vatra/lms/web/door"
	views "vatra/lms/web/views/admin"
	"vatra/lms/web/views/ui"
)

func (a *area) settingsPage(v *door.Visit, settings site.Settings) views.SettingsPage {
	page := views.SettingsPage{
		Base: a.Base(v, v.P.T("nav.settings")), Registration: string(settings.Registration), SiteName: settings.SiteName,
		SecondStep: string(settings.SecondStep),
		Locale:     settings.DefaultLocale, Issuer: settings.IssuerName, SiteNameMax: 80, IssuerNameMax: 160,
		ContactEmail: settings.ContactEmail, ContactPhone: settings.ContactPhone,
	}
	page.Signatory = signatoryFields(v.P.T("staff.signatory_hint"), settings.Signs())
	for _, way := range []site.Registration{site.RegistrationOpen, site.RegistrationInvited, site.RegistrationClosed} {
		page.Registrations = append(page.Registrations, ui.Option{
			Value: string(way), Text: v.P.T("staff.registration_" + string(way)),
		})
	}
	for _, who := range []site.SecondStep{site.SecondStepNobody, site.SecondStepAdministrators, site.SecondStepStaff} {
		page.SecondSteps = append(page.SecondSteps, ui.Option{Value: string(who), Text: v.P.T("factors.demand_" + string(who))})
	}
	page.Section = "nav.settings"
	return page
}

func (a *area) showSettings(v *door.Visit) error {
	settings, err := a.House.Settings(v.UserContext())
	if err != nil {
		return err
	}
	return a.Render(v, views.Settings(a.settingsPage(v, settings)))
}

func (a *area) changeSettings(v *door.Visit) error {
	settings := site.Settings{
		Registration: site.Registration(v.FormValue("registration")), SecondStep: site.SecondStep(v.FormValue("second_step")),
		SiteName:      v.FormValue("site_name"),
		DefaultLocale: v.FormValue("default_locale"), IssuerName: v.FormValue("issuer_name"),
		ContactEmail: v.FormValue("contact_email"), ContactPhone: v.FormValue("contact_phone"),
	}
	by := readSignatory(v)
	settings.Signatory, settings.SignatoryOffices = by.Name, by.Offices
	if err := a.House.ChangeSettings(v.UserContext(), v.Actor, settings); err != nil {
		return a.Again(v, err, func(e ui.Errors) templ.Component {
			page := a.settingsPage(v, settings)
			page.Errors = e
			return views.Settings(page)
		})
	}
	a.Flash(v, ui.ToneSuccess, "staff.settings_saved")
	return a.Redirect(v, "/admin/settings")
}
