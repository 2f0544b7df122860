package learn

import (
	"vatra/lms/fault"
	"vatra/lms/web/door"
	"vatra/lms/web/show"
	"vatra/lms/web/views/ui"
)

// wish has the visitor told when a track opens. The page that follows says so, or that it is open by now.
func (a *area) wish(v *door.Visit) error {
	code := v.Params("code")
	err := a.Tracks.Wish(v.UserContext(), v.Actor, code)
	return a.backToTrack(v, code, err)
}

// takeWishBack has the visitor told no more.
func (a *area) takeWishBack(v *door.Visit) error {
	code := v.Params("code")
	err := a.Tracks.TakeBack(v.UserContext(), v.Actor, code)
	if err == nil {
		a.Flash(v, ui.ToneInfo, "track.wish_gone")
	}
	return a.backToTrack(v, code, err)
}

// backToTrack shows the page of a track, with what was refused: it is there that one finds what can be done instead.
func (a *area) backToTrack(v *door.Visit, code string, err error) error {
	refused, told := fault.As(err)
	switch {
	case err == nil:
	case told && refused.Kind == fault.Conflict:
		a.FlashFault(v, refused)
	default:
		return err
	}
	return a.Redirect(v, show.TrackURL(code))
}
