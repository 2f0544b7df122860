package asking_test

import (
	"strings"
	"testing"

	"vatra/assessment"
	"vatra/assessment/formats/markdown"
	"vatra/assessment/questiontest"
	"vatra/lms/fault"
	"vatra/lms/web/studio/asking"
	views "vatra/lms/web/views/studio/asking"
)

// A question of every type is the same after its form was sent as it stood.
func TestEveryTypeIsTheSameThroughItsForm(t *testing.T) {
	t.Parallel()
	for _, kind := range assessment.Types() {
		made := questiontest.Of(kind)
		text := made.Texts["en"]
		text.Syntax = assessment.Markdown
		made.Texts["en"] = text
		read, _ := markdown.Parse(markdown.Write(&made, "en"), "en")
		if len(read) != 1 {
			t.Fatalf("%s: it is not read", kind)
		}
		before := &read[0]
		again, err := asking.Question(asking.Form(before, "en"), "en", before.Key, before)
		if err != nil {
			t.Errorf("%s: it is refused: %v", kind, err)
			continue
		}
		if again.Digest() != before.Digest() {
			t.Errorf("%s: it has become\n%s\nfrom\n%s", kind, markdown.Write(again, "en"), markdown.Write(before, "en"))
		}
	}
}

func TestPassagesAreFoundInTheText(t *testing.T) {
	t.Parallel()
	form := views.QuestionForm{Type: views.Select, Points: "1", Prompt: "Anabel and Ana and Ana Pop see [[the]] list of the day."}
	form.Rows = []views.QuestionRow{{Text: "Ana", Right: true}, {}, {Text: "Ana Pop"}, {Text: "the"}}
	question, err := asking.Question(form, "en", "q", nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := question.Texts["en"].Prompt; got != "Anabel and [[1]] and [[2]] see [[3]] list of the day." {
		t.Errorf("the places are %q", got)
	}
	if got := asking.Form(question, "en").Prompt; got != "Anabel and [[Ana]] and [[Ana Pop]] see [[the]] list of the day." {
		t.Errorf("the form has %q", got)
	}
}

func TestGapsKeepToTheirRows(t *testing.T) {
	t.Parallel()
	form := views.QuestionForm{Type: views.Cloze, Prompt: "The [[3]] and [[1]].", Rows: []views.QuestionRow{
		{Kind: views.GapNumber, Text: "30 ± 1,5\n40", Marks: "2"}, {}, {Kind: views.GapChoices, Text: "mayor", Other: "clerk\npress"},
	}}
	question, err := asking.Question(form, "en", "q", nil)
	if err != nil {
		t.Fatal(err)
	}
	const want = "**The [[2]] and [[1]].** {#q type=cloze}\n\n- [=] 30 +- 1.5 | 40 +- 0 {points=2}\n- [=] clerk | (mayor) | press\n"
	if got := markdown.Write(question, "en"); got != want || question.Points.String() != "3" {
		t.Errorf("it has become %s points, and\n%s", question.Points, got)
	}
}

func TestAFormSaysWhereItIsWrong(t *testing.T) {
	t.Parallel()
	two := []views.QuestionRow{{Text: "one"}, {Text: "two"}}
	for _, one := range []struct {
		form       views.QuestionForm
		field, key string
	}{
		{views.QuestionForm{Type: views.Matrix, Points: "1", Prompt: "Which?", Columns: []string{"Yes", "No"}, Rows: two}, "other-1", "studio.column_needed"},
		{views.QuestionForm{Type: views.Select, Points: "1", Prompt: "Only one.", Rows: two}, "text-1", "studio.passage_missing"},
		{views.QuestionForm{Type: views.Select, Points: "1", Prompt: "one two [[three]]", Rows: []views.QuestionRow{{Text: "one", Right: true}, {Text: "two"}}}, "prompt", "studio.places_wrong"},
		{views.QuestionForm{Type: views.Cloze, Prompt: "[[1]] [[2]] [[3]]", Rows: two}, "prompt", "studio.places_wrong"},
		{views.QuestionForm{Type: views.Cloze, Prompt: "[[1]]", Rows: []views.QuestionRow{{Text: "a", Marks: "0.5"}}}, "marks-0", "studio.gap_marks_wrong"},
		{views.QuestionForm{Type: views.Cloze, Prompt: "[[1]]", Rows: []views.QuestionRow{{Text: "a", Other: "b"}}}, "other-0", "studio.gap_wrong_alone"},
		{views.QuestionForm{Type: views.Cloze, Prompt: "[[1]]", Rows: []views.QuestionRow{{Text: "a", Kind: views.GapNumber}}}, "text-0", "studio.gap_number_wrong"},
		{views.QuestionForm{Type: views.Cloze, Prompt: "[[1]]", Rows: []views.QuestionRow{{Text: "a", Kind: views.GapChoices}}}, "text-0", "studio.gap_choices_needed"},
		{views.QuestionForm{Type: views.Ordering, Points: "1", Prompt: "Sort.", Rows: two[:1]}, "prompt", "studio.two_rows"},
		{views.QuestionForm{Type: views.Scale, Prompt: "- a\n- b", Rows: two}, "prompt", "studio.question_unkept"},
	} {
		_, err := asking.Question(one.form, "en", "q", nil)
		told, ok := fault.As(err)
		if !ok || told.Fields[one.field].Key != one.key {
			t.Errorf("%s %q: of %s it says %v", one.form.Type, one.form.Prompt, one.field, err)
		}
	}
}

func TestAFormIsChangedByItsButtons(t *testing.T) {
	t.Parallel()
	sent := map[string]string{"type": "ordering", "prompt": "Two\r\n\r\nparagraphs", "text-0": "a", "text-1": "b"}
	form := asking.Typed(func(name string) string { return sent[name] })
	if form.Prompt != "Two\n\nparagraphs" || len(form.Rows) != 3 {
		t.Errorf("it is read as %+v", form)
	}
	up, only := asking.Again(form, "up-1")
	more, also := asking.Again(form, "rows")
	if _, saves := asking.Again(form, "save"); !only || !also || saves {
		t.Error("the buttons are taken for others")
	}
	if up.Rows[0].Text+up.Rows[1].Text != "ba" || len(more.Rows) != 2+asking.MoreRows || strings.Join(form.Columns, "") != "" {
		t.Errorf("the rows have become %v and %v", up.Rows, more.Rows)
	}
}
