package learn

import (
	"vatra/lms/access"
	"vatra/lms/web/door"
	views "vatra/lms/web/views/learn"
	"vatra/lms/web/views/parts"
)

// showHome is the public face; who is logged in finds first where they left off.
func (a *area) showHome(v *door.Visit) error {
	tracks, err := a.Tracks.Tracks(v.UserContext())
	if err != nil {
		return err
	}
	page := views.HomePage{Base: a.Base(v, v.P.T("home.title"))}
	page.Description = v.P.T("shell.description")
	if v.Actor.Can(access.Learn) {
		part, err := a.continueWhereLeft(v)
		if err != nil {
			return err
		}
		page.Title, page.Continue = v.P.T("home.welcome", "Name", v.Actor.Name), &part
	}
	for _, track := range tracks {
		page.Tracks = append(page.Tracks, parts.TrackCard{
			URL: "/tracks/" + track.Code, Hours: track.Hours,
			Name: v.Words(track.Names.In(v.P.Lang(), "en")), Summary: v.Words(track.Summaries.In(v.P.Lang(), "en")),
		})
	}
	return a.Render(v, views.Home(page))
}
