package assessment_test

import (
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"

	"vatra/assessment"
	"vatra/assessment/formats/markdown"
	"vatra/assessment/questiontest"
	"vatra/lms/fault"
	"vatra/lms/fault/faulttest"
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func TestMark(t *testing.T) {
	t.Parallel()
	single := questiontest.Choose("s", assessment.Single, "abc", "b")
	truth := questiontest.Choose("t", assessment.TrueFalse, "ab", "a")
	several := questiontest.Choose("m", assessment.Multiple, "abcde", "abc")
	several.Points = dec("2.5")
	words := assessment.Question{Type: assessment.ShortText, Points: dec("1"), Texts: map[string]assessment.QuestionText{
		"ro": {Prompt: "Unde?", Accepted: []string{"Ștefan cel Mare", "„acasă”"}}, "en": {Prompt: "Where?", Accepted: []string{"at home"}},
	}}
	number := assessment.Question{Type: assessment.Numeric, Points: dec("1"), Numbers: []assessment.Number{
		{Value: dec("72"), Tolerance: dec("0.5")}, {Value: dec("1234.5")}, {Value: dec("-3")},
	}}
	match := questiontest.Matching("p", 3)
	order := questiontest.Choose("o", assessment.Ordering, "abcd", "")
	places := func(of ...string) assessment.Response {
		r := assessment.Response{Pairs: map[string]string{}}
		for i, place := range of {
			r.Pairs[order.Choices[i].ID] = place
		}
		return r
	}
	matrix, scale := questiontest.Of(assessment.Matrix), questiontest.Of(assessment.Scale)
	inText := questiontest.Of(assessment.Select)
	cloze := questiontest.Cloze("g")
	gaps := func(words, number, choice string) assessment.Response {
		return assessment.Response{Gaps: map[string]string{"words": words, "number": number, "choice": choice}}
	}
	chose := func(ids ...string) assessment.Response { return assessment.Response{Choices: ids} }
	text := func(s string) assessment.Response { return assessment.Response{Text: s} }
	typed := func(s string) assessment.Response { return assessment.Response{Number: s} }
	pair := func(ids ...string) assessment.Response {
		r := assessment.Response{Pairs: map[string]string{}}
		for i, id := range ids {
			r.Pairs[match.Pairs[i].ID] = id
		}
		return r
	}
	for _, c := range []struct {
		name  string
		q     assessment.Question
		given assessment.Response
		state assessment.State
		score string
	}{
		{"single right", single, chose("b"), assessment.Right, "1"},
		{"single wrong", single, chose("a"), assessment.Wrong, "0"},
		{"single with all chosen", single, chose("a", "b", "c"), assessment.Wrong, "0"},
		{"single with the right one twice", single, chose("b", "b"), assessment.Wrong, "0"},
		{"single with an unknown id", single, chose("z"), assessment.Wrong, "0"},
		{"single left", single, chose(), assessment.Unanswered, "0"},
		{"single answered in words", single, text("b"), assessment.Wrong, "0"},
		{"truefalse right", truth, chose("a"), assessment.Right, "1"},
		{"multiple all right", several, chose("c", "a", "b"), assessment.Right, "2.5"},
		{"multiple two of three", several, chose("a", "b"), assessment.Partial, "1.66666666666666666667"},
		{"multiple two right one wrong", several, chose("a", "b", "d"), assessment.Partial, "0.83333333333333333333"},
		{"multiple the same twice", several, chose("a", "a", "a"), assessment.Partial, "0.83333333333333333333"},
		{"multiple one right one wrong", several, chose("a", "d"), assessment.Wrong, "0"},
		{"multiple all chosen", several, chose("a", "b", "c", "d", "e"), assessment.Partial, "0.83333333333333333333"},
		{"multiple only wrong", several, chose("d", "e"), assessment.Wrong, "0"},
		{"multiple unknown counts as wrong", several, chose("a", "z"), assessment.Wrong, "0"},
		{"words exact", words, text("Ștefan cel Mare"), assessment.Right, "1"},
		{"words with cedilla, spaces, capitals", words, text("  ŞTEFAN   cel\u00a0mare "), assessment.Right, "1"},
		{"words decomposed", words, text("S\u0326tefan cel Mare"), assessment.Right, "1"},
		{"words with other quotes", words, text(`"Acasă"`), assessment.Right, "1"},
		{"words in another language", words, text("At home"), assessment.Right, "1"},
		{"words without diacritics", words, text("Stefan cel Mare"), assessment.Wrong, "0"},
		{"words of spaces", words, text("  "), assessment.Unanswered, "0"},
		{"number at the edge", number, typed("72,5"), assessment.Right, "1"},
		{"number beyond the edge", number, typed("72.51"), assessment.Wrong, "0"},
		{"number with thousands", number, typed("1.234,50"), assessment.Right, "1"},
		{"number below zero", number, typed("−3"), assessment.Right, "1"},
		{"no number", number, typed("NaN"), assessment.Wrong, "0"},
		{"pairs all right", match, pair("r0", "r1", "r2"), assessment.Right, "1"},
		{"pairs one right", match, pair("r0", "r2", "r1"), assessment.Partial, "0.33333333333333333333"},
		{"pairs some given", match, pair("r0", "r1"), assessment.Partial, "0.66666666666666666667"},
		{"pairs all wrong", match, pair("r1", "r2", "r0"), assessment.Wrong, "0"},
		{"pairs all given the same", match, pair("r0", "r0", "r0"), assessment.Partial, "0.33333333333333333333"},
		{"order all right", order, places("1", "2", "3", "4"), assessment.Right, "1"},
		{"order with neighbours changed", order, places("2", "1", "3", "4"), assessment.Partial, "0.66666666666666666667"},
		{"order with the first put last", order, places("4", "1", "2", "3"), assessment.Wrong, "0"},
		{"order with the second put last", order, places("1", "4", "2", "3"), assessment.Partial, "0.33333333333333333333"},
		{"order the wrong way round", order, places("4", "3", "2", "1"), assessment.Wrong, "0"},
		{"order all in one place", order, places("1", "1", "1", "1"), assessment.Wrong, "0"},
		{"order of two of four", order, places("1", "2"), assessment.Partial, "0.16666666666666666667"},
		{"order with places that are none", order, places("0", "two", "5", ""), assessment.Wrong, "0"},
		{"order left empty", order, places("", ""), assessment.Unanswered, "0"},
		{"words of a text all right", inText, chose("b", "d"), assessment.Right, "1"},
		{"words of a text one right", inText, chose("b"), assessment.Partial, "0.5"},
		{"words of a text one right one wrong", inText, chose("b", "a"), assessment.Wrong, "0"},
		{"words of a text all chosen", inText, chose("a", "b", "c", "d"), assessment.Wrong, "0"},
		{"rows all right", matrix, pair("r0", "r1", "r2"), assessment.Right, "1"},
		{"rows one right", matrix, pair("r0", "r0"), assessment.Partial, "0.33333333333333333333"},
		{"scale", scale, chose("c"), assessment.Noted, "0"},
		{"scale left", scale, chose(), assessment.Unanswered, "0"},
		{"gaps all right", cloze, gaps(" Clerk", "30,0", "y"), assessment.Right, "4"},
		{"gaps with the number wrong", cloze, gaps("secretary", "31", "y"), assessment.Partial, "2"},
		{"gaps with the number only", cloze, gaps("", "30", ""), assessment.Partial, "2"},
		{"gaps with what is no number, and two choices in one", cloze, gaps("clerks", "thirty", "x y"), assessment.Wrong, "0"},
		{"gaps left empty", cloze, gaps("", " ", ""), assessment.Unanswered, "0"},
		{"pairs left empty", match, pair("", ""), assessment.Unanswered, "0"},
	} {
		mark := c.q.Mark(c.given)
		if mark.State != c.state || !mark.Score.Equal(dec(c.score)) || !mark.Points.Equal(c.q.Points) {
			t.Errorf("%s: %s %s of %s, want %s %s", c.name, mark.State, mark.Score, mark.Points, c.state, c.score)
		}
	}
}

func TestMarkStaysWithinThePoints(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	letters := "abcdefgh"
	for range 2000 {
		right := letters[:1+random.IntN(8)]
		q := questiontest.Choose("m", assessment.Multiple, letters, right)
		var r assessment.Response
		for _, c := range letters {
			if random.IntN(2) == 0 {
				r.Choices = append(r.Choices, string(c))
			}
		}
		mark := q.Mark(r)
		if mark.Score.IsNegative() || mark.Score.GreaterThan(q.Points) {
			t.Fatalf("%v of %q: %s", r.Choices, right, mark.Score)
		}
	}
}

func TestReadings(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"72": "72", "72,5": "72.5", "72.5": "72.5", " 0,50 ": "0.5", ",5": "0.5", "7.": "7", "+3": "3", "-3": "-3", "− 3": "-3", "5 %": "5",
		"1 234": "1234", "1\u00a0234,5": "1234.5", "1\u202f234\u202f567": "1234567", "1'234.5": "1234.5", "1’234": "1234",
		"1.234.567": "1234567", "1,234,567.89": "1234567.89", "1.234.567,89": "1234567.89",
		"1,234": "1.234 1234", "12.345": "12.345 12345", "0,125": "0.125", "1234,567": "1234.567", "007": "7", "1 234,567": "1234.567",
		"": "", "NaN": "", "inf": "", "-Infinity": "", "1e5": "", "0x10": "", "12,34,56": "", "1,234.567.8": "", "1 23": "", "--3": "", "3-": "",
		"seven": "", "1.2.3": "", "1,234 567": "", "½": "", "٣": "", "99999999999999999999999999999999999999999": "",
	} {
		readings, err := assessment.Readings(typed)
		if want == "" {
			if !fault.Is(err, fault.Invalid) {
				t.Errorf("%q: %v, %v; want a refusal", typed, readings, err)
			}
			continue
		}
		got := ""
		for i, n := range readings {
			if i > 0 {
				got += " "
			}
			got += n.String()
		}
		if err != nil || got != want {
			t.Errorf("%q: %q, %v; want %q", typed, got, err, want)
		}
	}
}

func TestFeedback(t *testing.T) {
	t.Parallel()
	q := questiontest.Choose("m", assessment.Multiple, "abc", "ab")
	told := q.Feedback(assessment.Response{Choices: []string{"a", "c"}}, "ro", "en")
	if told.Overall != "Not quite." || told.Lang != "en" || len(told.Items) != 2 || told.Items["c"] != "about c" {
		t.Errorf("%+v", told)
	}
	if told = q.Feedback(assessment.Response{Choices: []string{"a", "b"}}, "en"); told.Overall != "Yes." {
		t.Errorf("%+v", told)
	}
	if told = q.Feedback(assessment.Response{}, "en"); told.Overall != "" || len(told.Items) != 0 {
		t.Errorf("not answered: %+v", told)
	}
	scale := questiontest.Of(assessment.Scale)
	if told = scale.Feedback(assessment.Response{Choices: []string{"b"}}, "en"); told.Overall != "Yes." || told.Items["b"] != "about b" {
		t.Errorf("scale: %+v", told)
	}
	g := questiontest.Cloze("g")
	told = g.Feedback(assessment.Response{Gaps: map[string]string{"number": "3"}}, "en")
	if len(told.Items) != 1 || told.Items["number"] != "about the number" {
		t.Errorf("cloze: %+v", told)
	}
	m := questiontest.Matching("p", 2)
	told = m.Feedback(assessment.Response{Pairs: map[string]string{"l1": "r0"}}, "en")
	if len(told.Items) != 1 || told.Items["l1"] != "about left 1" {
		t.Errorf("matching: %+v", told)
	}
}

func TestEachTextRendersEverythingThatIsShown(t *testing.T) {
	t.Parallel()
	questions, _ := markdown.Parse("**A *b*?**\n\n- [ ] c\n  > d\n- [x] e\n\n> f\n> g\n\n**Which?**\n\n- [=] a<b\n", "en")
	for i := range questions {
		questions[i].EachText(func(lang string, syntax assessment.Syntax, text string) string {
			if syntax != assessment.Markdown || text == "" {
				t.Errorf("%q is %s", text, syntax)
			}
			return lang + ":" + text
		})
	}
	text := questions[0].Texts["en"]
	if text.Syntax != assessment.HTML || text.Prompt != "en:A *b*?" || text.Right != "en:f" || text.Wrong != "en:g" ||
		text.Items["c1"].Text != "en:c" || text.Items["c1"].Feedback != "en:d" || text.Items["c2"].Feedback != "" {
		t.Errorf("%+v", text)
	}
	if accepted := questions[1].Texts["en"].Accepted; accepted[0] != "a<b" {
		t.Errorf("accepted %q must stay plain text", accepted)
	}
}

func TestValidateNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	for key, change := range map[string]func(*assessment.Question){
		"assessment.question_one_right":    func(q *assessment.Question) { q.Choices[0].Right = true },
		"assessment.question_some_right":   func(q *assessment.Question) { q.Type = assessment.Multiple; q.Choices[1].Right = false },
		"assessment.question_type":         func(q *assessment.Question) { q.Type = "essay" },
		"assessment.question_points":       func(q *assessment.Question) { q.Points = dec("0.001") },
		"assessment.question_ids":          func(q *assessment.Question) { q.Choices[1].ID = "a" },
		"assessment.question_empty_choice": func(q *assessment.Question) { q.Texts["en"].Items["a"] = assessment.ItemText{Text: " "} },
		"assessment.question_without_text": func(q *assessment.Question) { q.Texts = nil },
		"assessment.question_without_answer": func(q *assessment.Question) {
			q.Type, q.Choices = assessment.ShortText, nil
		},
		"assessment.question_tolerance": func(q *assessment.Question) {
			q.Type, q.Choices, q.Numbers = assessment.Numeric, nil, []assessment.Number{{Tolerance: dec("-1")}}
		},
		"assessment.question_pairs": func(q *assessment.Question) {
			m := questiontest.Matching("m", 2)
			q.Type, q.Choices, q.Pairs, q.Options = assessment.Matching, nil, m.Pairs, []string{"r0", "r9"}
		},
		"assessment.question_scale": func(q *assessment.Question) { q.Type, q.Points = assessment.Scale, dec("0") },
		"assessment.question_order": func(q *assessment.Question) { q.Type = assessment.Ordering },
		"assessment.question_too_large": func(q *assessment.Question) {
			text := q.Texts["en"]
			text.Wrong = string(make([]byte, 70_000))
			q.Texts["en"] = text
		},
	} {
		q := questiontest.Choose("k", assessment.Single, "abc", "b")
		if err := q.Validate(); err != nil {
			t.Fatal(err)
		}
		change(&q)
		faulttest.Want(t, q.Validate(), fault.Invalid, key)
	}
}

func TestAClozeHasEachOfItsGapsInItsTextOnce(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]struct {
		key    string
		change func(*assessment.Question, *assessment.QuestionText)
	}{
		"a gap has no place": {"assessment.question_places", func(_ *assessment.Question, text *assessment.QuestionText) { text.Prompt = "<p>[[1]] [[2]]</p>" }},
		"a gap stands twice": {"assessment.question_places", func(_ *assessment.Question, text *assessment.QuestionText) { text.Prompt += "[[2]]" }},
		"a place has no gap": {"assessment.question_places", func(_ *assessment.Question, text *assessment.QuestionText) { text.Prompt += "[[4]]" }},
		"a place inside of a tag": {"assessment.question_places", func(_ *assessment.Question, text *assessment.QuestionText) {
			text.Prompt = `[[1]] [[2]]<img alt="[[3]]">`
		}},
		"a gap without words": {"assessment.question_without_answer", func(_ *assessment.Question, text *assessment.QuestionText) {
			text.Items["words"] = assessment.ItemText{}
		}},
		"a gap without marks":     {"assessment.question_gap_marks", func(q *assessment.Question, _ *assessment.QuestionText) { q.Gaps[0].Marks = 0 }},
		"a gap with two right":    {"assessment.question_gap_choices", func(q *assessment.Question, _ *assessment.QuestionText) { q.Gaps[2].Choices[0].Right = true }},
		"a choice that is empty":  {"assessment.question_empty_choice", func(_ *assessment.Question, text *assessment.QuestionText) { delete(text.Items, "x") }},
		"a tolerance below zero":  {"assessment.question_tolerance", func(q *assessment.Question, _ *assessment.QuestionText) { q.Gaps[1].Numbers[0].Tolerance = dec("-1") }},
		"a choice of another gap": {"assessment.question_ids", func(q *assessment.Question, _ *assessment.QuestionText) { q.Gaps[2].Choices[0].ID = "words" }},
		"words nobody can type": {"assessment.question_too_large", func(_ *assessment.Question, text *assessment.QuestionText) {
			text.Items["words"] = assessment.ItemText{Accepted: []string{string(make([]byte, 101))}}
		}},
	} {
		q := questiontest.Cloze("k")
		text := q.Texts["en"]
		change.change(&q, &text)
		q.Texts["en"] = text
		t.Run(name, func(t *testing.T) { faulttest.Want(t, q.Validate(), fault.Invalid, change.key) })
	}
	otherwise := questiontest.Cloze("k")
	text := otherwise.Texts["en"]
	text.Prompt = `<p>By [[3]], in <em title="[[7]]">[[2]]</em>: [[1]]</p>`
	otherwise.Texts["en"] = text
	if err := otherwise.Validate(); err != nil {
		t.Errorf("gaps in another order of words: %v", err)
	}
}
