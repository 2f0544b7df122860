package web

import "vatra/lms/web/views"

// showHome is the public face.
func (s *Server) showHome(v *visit) error {
	page := views.HomePage{Base: s.base(v, v.P.T("home.title"))}
	page.Description = v.P.T("site.description")
	return s.render(v, views.Home(page))
}
