package sit_test

import (
	"net/http"
	"strings"
	"testing"

	"vatra/lms/web/webtest"
)

// Each of these answers a question of one type without scripts, in part, and reads in the result what was given and what is right.

func TestAnOrderIsGivenByPlaces(t *testing.T) {
	t.Parallel()
	ana := webtest.New(t).CandidateIn(webtest.TypesCourse(""))
	ana.Last.Check(t, http.StatusOK, []string{
		"In which order?", "Give each line its place: 1 comes first.", `<option value="3" >3</option>`,
	}, []string{"Reading comes first.", `value="4"`})
	read, sign, send := ana.Line("Read"), ana.Line("Sign"), ana.Line("Send")
	ana.Saved(ana.Post(ana.Path+"/answers", ana.Fill("submit", read, "1", sign, "3", send, "2"))).Check(t, http.StatusOK, []string{"saved"}, nil)
	ana.Get(ana.Path).Check(t, http.StatusOK, []string{`<option value="3" selected`}, nil)
	result := ana.Follow(ana.Post(ana.Path+"/submit", nil))
	result.Check(t, http.StatusOK, []string{
		"partly right", "points: 0.33 of 1", "Reading comes first.", "Not in order.", "Your answer: <strong>3</strong>",
		"Right answer: <strong>2</strong>",
	}, []string{"Right answer: <strong>1</strong>"})
	if body := result.Body; strings.Index(body, ">Read<") > strings.Index(body, ">Sign<") || strings.Index(body, ">Sign<") > strings.Index(body, ">Send<") {
		t.Error("the result does not show the items where they belong")
	}
}
