// Package admin owns how the pages of lms/web/admin look.
package admin

import "vatra/lms/web/views/ui"

// certificateState says whether a certificate holds, by what certificates calls its state.
func certificateState(name string) ui.State {
	switch name {
	case "revoked":
		return ui.State{Tone: ui.ToneProblem, Key: "staff.state_revoked"}
	case "replaced":
		return ui.State{Tone: ui.ToneInfo, Key: "staff.state_replaced"}
	default:
		return ui.State{Tone: ui.ToneSuccess, Key: "staff.state_valid"}
	}
}

// importStates say where an import stands, by its status.
var importStates = map[string]ui.State{
	"queued":  {Tone: ui.ToneInfo, Key: "staff.import_queued"},
	"running": {Tone: ui.ToneInfo, Key: "staff.import_running"},
	"done":    {Tone: ui.ToneSuccess, Key: "staff.import_done"},
	"failed":  {Tone: ui.ToneProblem, Key: "staff.import_failed"},
}
