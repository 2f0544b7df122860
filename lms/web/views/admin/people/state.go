// Package people draws the pages on which staff see accounts, and bring them in.
package people

import "vatra/lms/web/views/ui"

// personState says whether somebody can log in.
func personState(confirmed, disabled bool) ui.State {
	switch {
	case disabled:
		return ui.State{Tone: ui.ToneProblem, Key: "staff.state_suspended"}
	case !confirmed:
		return ui.State{Tone: ui.ToneWarning, Key: "staff.state_unconfirmed"}
	default:
		return ui.State{Tone: ui.ToneSuccess, Key: "staff.state_active"}
	}
}
