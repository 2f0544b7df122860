package web

import (
	"github.com/a-h/templ"

	"vatra/lms/site"
	"vatra/lms/web/views"
)

func (s *Server) settingsPage(v *visit, settings site.Settings) views.SettingsPage {
	page := views.SettingsPage{
		Base: s.base(v, v.P.T("nav.settings")), Registration: string(settings.Registration), SiteName: settings.SiteName,
		Locale: settings.DefaultLocale, Issuer: settings.IssuerName, SiteNameMax: 80, IssuerNameMax: 160,
	}
	for _, way := range []site.Registration{site.RegistrationOpen, site.RegistrationInvited, site.RegistrationClosed} {
		page.Registrations = append(page.Registrations, views.Option{
			Value: string(way), Text: v.P.T("staff.registration_" + string(way)),
		})
	}
	page.Section = "nav.settings"
	return page
}

func (s *Server) showSettings(v *visit) error {
	settings, err := s.House.Settings(v.UserContext())
	if err != nil {
		return err
	}
	return s.render(v, views.Settings(s.settingsPage(v, settings)))
}

func (s *Server) changeSettings(v *visit) error {
	settings := site.Settings{
		Registration: site.Registration(v.FormValue("registration")), SiteName: v.FormValue("site_name"),
		DefaultLocale: v.FormValue("default_locale"), IssuerName: v.FormValue("issuer_name"),
	}
	if err := s.House.ChangeSettings(v.UserContext(), v.Actor, settings); err != nil {
		return s.again(v, err, func(e views.Errors) templ.Component {
			page := s.settingsPage(v, settings)
			page.Errors = e
			return views.Settings(page)
		})
	}
	s.flash(v, views.ToneSuccess, "staff.settings_saved")
	return s.redirect(v, "/admin/settings")
}
