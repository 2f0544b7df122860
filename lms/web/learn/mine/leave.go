package mine

import (
	"vatra/lms/web/door"
	"vatra/lms/web/show"
	views "vatra/lms/web/views/learn/mine"
	"vatra/lms/web/views/ui"
)

// showLeave asks, once, whether to leave a track, and says what stays. Whoever is not in it finds the track.
func (a *area) showLeave(v *door.Visit) error {
	code := v.Params("code")
	progress, known, err := a.Progress.Track(v.UserContext(), v.Actor, code)
	if err != nil {
		return err
	}
	if !known || !progress.EndedAt.IsZero() {
		return a.Redirect(v, show.TrackURL(code))
	}
	card, shown := show.TrackCard(v, progress.Track), show.TrackProgress(v, progress)
	card.Progress = &shown
	page := views.LeavePage{Base: a.Base(v, v.P.T("track.leave")), Track: card, Completed: !progress.CompletedAt.IsZero()}
	page.Crumbs = []ui.Link{
		{Text: v.P.T("nav.tracks"), URL: "/tracks"}, {Text: card.Name.Text, Lang: card.Name.Lang, URL: card.URL},
	}
	return a.Render(v, views.Leave(page))
}

// leave takes the visitor out of a track.
func (a *area) leave(v *door.Visit) error {
	code := v.Params("code")
	left, err := a.Tracks.Leave(v.UserContext(), v.Actor, code)
	if err != nil {
		return err
	}
	if left {
		a.Flash(v, ui.ToneSuccess, "track.left")
	} else {
		a.Flash(v, ui.ToneInfo, "track.left_before")
	}
	return a.Redirect(v, show.TrackURL(code))
}
