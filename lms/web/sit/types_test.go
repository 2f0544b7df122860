package sit_test

import (
	"net/http"
	"strconv"
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

func TestGapsInATextAreFilled(t *testing.T) {
	t.Parallel()
	ana := webtest.New(t).CandidateIn(webtest.TypesCourse(""))
	ana.Last.Check(t, http.StatusOK, []string{
		"Fill in the gaps.", "Fill in every gap of the text.", `<span class="unseen">Gap 2</span>`, `maxlength="100"`, " days), by <label",
		`inputmode="decimal"`, "(within <label",
	}, []string{"[[", "Count the days.", "the mayor", "Right answer"})
	words, number, choice := ana.Gap("1"), ana.Gap("2"), ana.Gap("3")
	ana.Saved(ana.Post(ana.Path+"/answers", ana.Fill("submit", words, "<i>Mayor", number, "20", choice, ana.Value("letter"))))
	ana.Get(ana.Path).Check(t, http.StatusOK, []string{`value="&lt;i&gt;Mayor"`, `value="20"`, "selected"}, nil)
	ana.Saved(ana.Post(ana.Path+"/answers", ana.Fill("submit", words, "Mayor", number, "20", choice, ana.Value("letter"))))
	ana.Follow(ana.Post(ana.Path+"/submit", nil)).Check(t, http.StatusOK, []string{
		"points: 0.5 of 1", "partly right", `<span class="blank">Gap 1</span> answers (within <span`, "Your answer: <strong>Mayor</strong>",
		"Your answer: <strong>20</strong>", "Right answer: <strong>30</strong>", "Your answer: <strong>letter</strong>",
		"Count the days.", "Who is the head of it?", "Not all full.",
	}, []string{"[[", "Right answer: <strong>mayor</strong>", "Right answer: <strong>letter</strong>"})
}

func TestWhatAScriptSendsOfATypeIsKept(t *testing.T) {
	t.Parallel()
	ana := webtest.New(t).CandidateIn(webtest.TypesCourse(""))
	words, number := ana.Gap("1"), ana.Gap("2")
	id := func(name string) string { return name[strings.LastIndex(name, ".")+1:] }
	slot, _, _ := strings.Cut(strings.TrimPrefix(words, "q"), ".")
	at, err := strconv.Atoi(slot)
	webtest.Must(t, err)
	sent := ana.SendAnswer(at, 1, `{"gaps":{"`+id(words)+`":"the mayor","`+id(number)+`":"thirty"}}`)
	webtest.Acknowledged(t, sent)
	ana.Get(ana.Path).Check(t, http.StatusOK, []string{`value="the mayor"`, `value="thirty"`}, nil)
	long := strings.Repeat("x", 101)
	ana.SendAnswer(at, 2, `{"gaps":{"`+id(words)+`":"`+long+`"}}`).Check(t, http.StatusRequestEntityTooLarge, nil, nil)
}

func TestWordsOfATextAreSelected(t *testing.T) {
	t.Parallel()
	ana := webtest.New(t).CandidateIn(webtest.TypesCourse(""))
	ana.Last.Check(t, http.StatusOK, []string{"On Monday (<label", "</label>) of <label", "Choose the right words in the text."},
		[]string{"[[", "No person is an office."})
	name, office := ana.Value("Ana Pop"), ana.Value("office")
	fields := ana.Fill("submit")
	fields["q3"] = []string{name, office}
	ana.Saved(ana.Post(ana.Path+"/answers", fields))
	ana.Get(ana.Path).Check(t, http.StatusOK, []string{`value="` + name + `" checked`}, []string{`value="` + ana.Value("Lily Street") + `" checked`})
	ana.Follow(ana.Post(ana.Path+"/submit", nil)).Check(t, http.StatusOK, []string{
		"points: 0 of 1", "wrong", "your answer", "right answer", "It is a name.", "No person is an office.", "Look again.",
		`On Monday (<span class="blank">Ana Pop</span>)`,
	}, []string{"[[", "Found all."})
}

func TestRowsAreGivenColumns(t *testing.T) {
	t.Parallel()
	ana := webtest.New(t).CandidateIn(webtest.TypesCourse(""))
	ana.Last.Check(t, http.StatusOK, []string{"What may everybody see?", "Choose one answer in each row."}, []string{"Health is nobody"})
	budget, diagnosis := ana.Row("The budget"), ana.Row("A diagnosis")
	everybody := ana.Value("Everybody")
	ana.Saved(ana.Post(ana.Path+"/answers", ana.Fill("submit", budget, everybody, diagnosis, everybody)))
	ana.Get(ana.Path).Check(t, http.StatusOK, []string{`name="` + budget + `" value="` + everybody + `" checked`}, nil)
	ana.Follow(ana.Post(ana.Path+"/submit", nil)).Check(t, http.StatusOK, []string{
		"points: 0.33 of 1", "Your answer: <strong>Everybody</strong>", "Right answer: <strong>Nobody</strong>", "Health is nobody", "Not all rows.",
	}, nil)
}

func TestAScaleCountsNothing(t *testing.T) {
	t.Parallel()
	ana := webtest.New(t).CandidateIn(webtest.TypesCourse(""))
	ana.Last.Check(t, http.StatusOK, []string{"How was the lesson?", "There is no right answer, and it counts nothing."}, []string{"Glad to hear it."})
	fine := ana.Value("Just fine")
	ana.Saved(ana.Post(ana.Path+"/answers", ana.Fill("submit", "q5", fine)))
	result := ana.Follow(ana.Post(ana.Path+"/submit", nil))
	result.Check(t, http.StatusOK, []string{"points: 0 of 4", "thank you", "it counts nothing", "Glad to hear it.", "We read every answer."},
		[]string{`<a href="#q-5">`})
	if scale := result.Body[strings.Index(result.Body, `id="q-5"`):]; strings.Contains(scale, "wrong") || strings.Contains(scale, "right") {
		t.Errorf("of an opinion it says whether it is right:\n%s", scale)
	}
}
