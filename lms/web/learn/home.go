package learn

import (
	"vatra/lms/access"
	"vatra/lms/web/door"
	"vatra/lms/web/learn/mine"
	views "vatra/lms/web/views/learn"
	own "vatra/lms/web/views/learn/mine"
)

// showHome is the public face; visitors who are logged in find first where they left off.
func (a *area) showHome(v *door.Visit) error {
	tracks, err := a.Tracks.Tracks(v.UserContext())
	if err != nil {
		return err
	}
	page := views.HomePage{Base: a.Base(v, v.P.T("home.title"))}
	page.Description = v.P.T("shell.description")
	if v.Actor.Can(access.Learn) {
		overview, err := a.Progress.Overview(v.UserContext(), v.Actor)
		if err != nil {
			return err
		}
		page.Title, page.Continue = v.P.T("home.welcome", "Name", v.Actor.Name), &own.Continue{GoOn: mine.GoOn(v, overview)}
		page.Running = nil // what to go on with says it
	}
	if page.Tracks, err = a.trackCards(v, tracks); err != nil {
		return err
	}
	return a.Render(v, views.Home(page))
}
