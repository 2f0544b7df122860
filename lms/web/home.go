package web

import (
	"vatra/lms/access"
	"vatra/lms/web/views"
)

// showHome is the public face; who is logged in finds first where they left off.
func (s *Server) showHome(v *visit) error {
	tracks, err := s.Tracks.Tracks(v.UserContext())
	if err != nil {
		return err
	}
	page := views.HomePage{Base: s.base(v, v.P.T("home.title"))}
	page.Description = v.P.T("site.description")
	if v.Actor.Can(access.Learn) {
		part, err := s.continueWhereLeft(v)
		if err != nil {
			return err
		}
		page.Title, page.Continue = v.P.T("home.welcome", "Name", v.Actor.Name), &part
	}
	for _, track := range tracks {
		page.Tracks = append(page.Tracks, views.TrackCard{
			URL: "/tracks/" + track.Code, Hours: track.Hours,
			Name: v.words(track.Names.In(v.P.Lang(), "en")), Summary: v.words(track.Summaries.In(v.P.Lang(), "en")),
		})
	}
	return s.render(v, views.Home(page))
}
