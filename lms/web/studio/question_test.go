package studio_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"vatra/lms/web/webtest"
)

// A trainer writes one of each later type in its form, finds all of it there again, and sees it as learners will.
func TestEveryLaterTypeIsWrittenInAForm(t *testing.T) {
	t.Parallel()
	a := newAuthor(t)
	address := a.lesson()
	for _, one := range []struct {
		kind                string
		typed, form, viewed []string
	}{
		{
			"ordering",
			[]string{"prompt", "In which order?", "text-0", "Written", "text-1", "Signed"},
			[]string{">Written</textarea>", ">Signed</textarea>", `value="up-1"`},
			[]string{"In which order?", "Signed"},
		},
		{
			"matrix",
			[]string{"prompt", "Who may?", "column-0", "Everybody", "column-1", "The clerk", "text-0", "Read", "other-0", "1", "text-1", "Write", "other-1", "2"},
			[]string{`value="Everybody"`, ">Write</textarea>", `<option value="2" selected>`},
			[]string{"Who may?", "Everybody", "The clerk", "Write"},
		},
		{
			"scale",
			[]string{"prompt", "How often?", "text-0", "Never", "text-1", "Always"},
			[]string{">Never</textarea>", ">Always</textarea>"},
			[]string{"How often?", "Always"},
		},
		{
			"cloze",
			[]string{
				"prompt", "Fill in.\r\n\r\nThe [[1]] answers in [[2]] days by [[3]].", "text-0", "clerk\r\nmayor", "kind-1", "number", "text-1", "30 ± 1",
				"marks-1", "2", "kind-2", "choices", "text-2", "letter", "other-2", "ship", "points", "",
			},
			[]string{">clerk mayor</textarea>", ">30 ± 1</textarea>", ">ship</textarea>", `<option value="choices" selected>`},
			[]string{"Fill in.", "answers in", "ship"},
		},
		{
			"select",
			[]string{"prompt", "Whose data? Ana Pop asks the office.", "text-0", "Ana Pop", "right-0", "on", "text-1", "office"},
			[]string{"[[Ana Pop]] asks the [[office]].", `name="right-0" checked`},
			[]string{"Whose data?", "Ana Pop"},
		},
	} {
		a.Get(address)
		lesson := regexp.MustCompile(`/pieces/[0-9a-f-]{36}`).FindString(a.Last.Body)
		a.Follow(a.send(lesson, "do", "add-question"))
		found := regexp.MustCompile(`/questions/([0-9a-f-]{36})\?lang=en&amp;type=` + one.kind).FindString(a.Last.Body)
		question := strings.Split(found, "?")[0]
		a.Get(a.draft+strings.ReplaceAll(found, "&amp;", "&")).Check(t, http.StatusOK, []string{a.Says("studio.how_" + one.kind)}, nil)
		a.Follow(a.send(question, append(one.typed, "do", "save")...)).Check(t, http.StatusOK, []string{"It was saved."}, nil)
		a.Get(a.draft+question+"?lang=en").Check(t, http.StatusOK, one.form, nil)
		a.Get(strings.Replace(address, "?", "/preview?", 1)).Check(t, http.StatusOK, one.viewed, []string{"[["})
	}
	a.Get(a.draft+"/publish").Check(t, http.StatusOK, []string{a.Says("studio.without_feedback"), "Who may?"}, []string{"How often?"})
}

func TestARefusedFormOfGapsKeepsEverything(t *testing.T) {
	t.Parallel()
	a := newAuthor(t)
	a.lesson()
	lesson := regexp.MustCompile(`/pieces/[0-9a-f-]{36}`).FindString(a.Last.Body)
	a.Follow(a.send(lesson, "do", "add-question"))
	question := regexp.MustCompile(`/questions/[0-9a-f-]{36}`).FindString(a.Last.Body)
	a.Get(a.draft + question + "?lang=en&type=cloze")
	a.send(question, "prompt", "Only [[1]].", "text-0", "thirty", "kind-0", "number", "marks-0", "2", "feedback-0", "Count.", "do", "save").Check(t,
		http.StatusUnprocessableEntity, []string{
			a.Says("studio.gap_number_wrong"), ">Only [[1]].</textarea>", ">thirty</textarea>", `<option value="number" selected>`,
			`name="marks-0" type="text" value="2"`, ">Count.</textarea>", `href="#field-text-0"`,
		}, nil)
}

func TestThePublishPageAdvises(t *testing.T) {
	t.Parallel()
	a := newAuthor(t)
	a.Get(a.draft+"/publish").Check(t, http.StatusOK, []string{a.Says("studio.advice_none")}, nil)
	lesson := a.lesson()
	a.Follow(a.send(a.pieceOfLesson(), "do", "add-block"))
	block := a.blocks()[0]
	a.Follow(a.send("/pieces/"+block, "text", "The register is [here](https://town.example/register).", "do", "save"))
	a.Get(a.draft+"/publish").Check(t, http.StatusOK, []string{"A link says only “here”.", `href="` + lesson + "#piece-" + block + `"`},
		[]string{a.Says("studio.advice_none")})
}

// A question is saved as it is written, like any text; what cannot be asked yet is told, and so is what somebody else wrote meanwhile.
func TestAQuestionIsSavedByTheScript(t *testing.T) {
	t.Parallel()
	a := newAuthor(t)
	a.lesson()
	a.Follow(a.send(a.pieceOfLesson(), "do", "add-question")).Check(t, http.StatusOK, []string{a.Says("studio.type_matching")}, nil)
	question := regexp.MustCompile(`/questions/[0-9a-f-]{36}`).FindString(a.Last.Body)
	action, fields := a.form(question, "prompt", "Whose is it?", "text-0", "Nobody's")
	a.Header.Set("Accept", "application/json")
	a.Post(action, fields).Check(t, http.StatusUnprocessableEntity, []string{`"errors":{"prompt":`}, nil)
	fields.Set("text-1", "Everybody's")
	fields.Set("right-1", "on")
	a.Post(action, fields).Check(t, http.StatusOK, []string{`"saved":{"text":{"number":1,"saved_at":"`}, nil)
	fields.Set("prompt", "Whose was it?")
	a.Post(action, fields).Check(t, http.StatusConflict, []string{`"conflicts":{"text":{"number":1,`, "Whose is it?"}, nil)
	a.Header.Del("Accept")
	a.Get(a.draft+question+"?lang=en").Check(t, http.StatusOK, []string{">Whose is it?</textarea>"}, []string{a.Says("studio.type_matching")})
}

// Each type has its form, also when a question was written in it.
func TestEveryTypeHasItsForm(t *testing.T) {
	t.Parallel()
	a := newAuthor(t)
	a.lesson()
	a.Follow(a.send(a.pieceOfLesson(), "do", "add-question"))
	question := regexp.MustCompile(`/studio/[0-9a-f-]{36}/questions/[0-9a-f-]{36}`).FindString(a.Last.Body)
	for _, kind := range []string{"choices", "shorttext", "numeric", "matching", "ordering", "matrix", "scale", "cloze", "select"} {
		a.Get(question+"?lang=en&type="+kind).Check(t, http.StatusOK, []string{`value="` + kind + `"`}, nil)
		a.Post(question, webtest.Form("lang", "en", "type", kind, "prompt", "Whose is it?", "points", "many", "text-0", "", "do", "save")).
			Check(t, http.StatusUnprocessableEntity, []string{"Whose is it?"}, nil)
	}
}
