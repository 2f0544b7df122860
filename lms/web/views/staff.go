package views

import "time"

// state is a short word about how something stands, with the tone that it is shown in.
type state struct {
	Tone Tone
	Key  string
}

// personState says whether somebody can log in.
func personState(confirmed, disabled bool) state {
	switch {
	case disabled:
		return state{ToneProblem, "staff.state_suspended"}
	case !confirmed:
		return state{ToneWarning, "staff.state_unconfirmed"}
	default:
		return state{ToneSuccess, "staff.state_active"}
	}
}

// certificateState says whether a certificate holds.
func certificateState(revoked bool) state {
	if revoked {
		return state{ToneProblem, "staff.state_revoked"}
	}
	return state{ToneSuccess, "staff.state_valid"}
}

// importStates say where an import stands, by its status.
var importStates = map[string]state{
	"queued":  {ToneInfo, "staff.import_queued"},
	"running": {ToneInfo, "staff.import_running"},
	"done":    {ToneSuccess, "staff.import_done"},
	"failed":  {ToneProblem, "staff.import_failed"},
}

// hasDay reports whether there is a date yet.
func hasDay(t time.Time) bool { return !t.IsZero() }
