// Package admin owns how the pages of lms/web/admin look.
package admin

import "vatra/lms/web/views/ui"

// state is a short word about how something stands, with the tone that it is shown in.
type state struct {
	Tone ui.Tone
	Key  string
}

// personState says whether somebody can log in.
func personState(confirmed, disabled bool) state {
	switch {
	case disabled:
		return state{ui.ToneProblem, "staff.state_suspended"}
	case !confirmed:
		return state{ui.ToneWarning, "staff.state_unconfirmed"}
	default:
		return state{ui.ToneSuccess, "staff.state_active"}
	}
}

// certificateState says whether a certificate holds, by what certificates calls its state.
func certificateState(name string) state {
	switch name {
	case "revoked":
		return state{ui.ToneProblem, "staff.state_revoked"}
	case "replaced":
		return state{ui.ToneInfo, "staff.state_replaced"}
	default:
		return state{ui.ToneSuccess, "staff.state_valid"}
	}
}

// importStates say where an import stands, by its status.
var importStates = map[string]state{
	"queued":  {ui.ToneInfo, "staff.import_queued"},
	"running": {ui.ToneInfo, "staff.import_running"},
	"done":    {ui.ToneSuccess, "staff.import_done"},
	"failed":  {ui.ToneProblem, "staff.import_failed"},
}
