package qti12_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"golang.org/x/text/encoding/charmap"

	"vatra/assessment"
	"vatra/assessment/formats/qti12"
	"vatra/lms/fault"
	"vatra/lms/fault/faulttest"
)

func qti(items ...string) []byte {
	return []byte(`<?xml version="1.0" encoding="UTF-8"?>
<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2">
<assessment ident="a1" title=" Week one ">
<qtimetadata><qtimetadatafield><fieldlabel>cc_profile</fieldlabel><fieldentry>cc.exam.v0p1</fieldentry></qtimetadatafield></qtimetadata>
<section ident="root_section">` + strings.Join(items, "\n") + `</section></assessment></questestinterop>`)
}

func qtiItem(ident, profile, extra, presentation, processing, feedback string) string {
	return `<item ident="` + ident + `" title="Item ` + ident + `"><itemmetadata><qtimetadata>
<qtimetadatafield><fieldlabel>cc_profile</fieldlabel><fieldentry>cc.` + profile + `.v0p1</fieldentry></qtimetadatafield>` + extra + `
</qtimetadata></itemmetadata><presentation>` + presentation + `</presentation>
<resprocessing><outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE" vartype="Decimal"/></outcomes>` + processing +
		`</resprocessing>` + feedback + `</item>`
}

func qtiText(kind, text string) string {
	return `<material><mattext texttype="` + kind + `">` + text + `</mattext></material>`
}

func qtiChoices(cardinality string, texts ...string) string {
	var b strings.Builder
	b.WriteString(`<response_lid ident="r" rcardinality="` + cardinality + `"><render_choice>`)
	for i, text := range texts {
		fmt.Fprintf(&b, `<response_label ident="i%d">%s</response_label>`, i+1, qtiText("text/plain", text))
	}
	return b.String() + `</render_choice></response_lid>`
}

func qtiWhen(goesOn, condition, score, shows string) string {
	s := `<respcondition continue="` + goesOn + `"><conditionvar>` + condition + `</conditionvar>`
	if score != "" {
		s += `<setvar action="Set" varname="SCORE">` + score + `</setvar>`
	}
	if shows != "" {
		s += `<displayfeedback feedbacktype="Response" linkrefid="` + shows + `"/>`
	}
	return s + `</respcondition>`
}

func qtiEqual(value string) string { return `<varequal respident="r">` + value + `</varequal>` }

func qtiFeedback(ident, text string) string {
	return `<itemfeedback ident="` + ident + `"><flow_mat>` + qtiText("text/html", text) + `</flow_mat></itemfeedback>`
}

func parseQTI(t *testing.T, items ...string) ([]assessment.Question, []fault.Warning) {
	t.Helper()
	questions, title, warnings, err := qti12.Parse(qti(items...), "en")
	if err != nil || title != "Week one" {
		t.Fatalf("title %q, error %v", title, err)
	}
	return questions, warnings
}

func TestQTIMultipleChoice(t *testing.T) {
	t.Parallel()
	points := `<qtimetadatafield><fieldlabel>points_possible</fieldlabel><fieldentry>2.0</fieldentry></qtimetadatafield>`
	questions, warnings := parseQTI(t, qtiItem("x1", "multiple_choice", points,
		qtiText("text/html", `&lt;p&gt;Which &lt;b&gt;one&lt;/b&gt;?&lt;/p&gt;`)+qtiChoices("Single", "a &lt; b", "c", "d"),
		qtiWhen("Yes", "<other/>", "", "general_fb")+qtiWhen("Yes", qtiEqual("i1"), "", "i1_fb")+
			qtiWhen("No", qtiEqual("i2"), "100", "correct_fb")+qtiWhen("Yes", "<other/>", "", "general_incorrect_fb"),
		qtiFeedback("general_fb", "See page 3.")+qtiFeedback("i1_fb", "Not a.")+qtiFeedback("correct_fb", "Yes.")+
			qtiFeedback("general_incorrect_fb", "No.")))
	if len(questions) != 1 || len(warnings) != 0 {
		t.Fatalf("%v %v", questions, warnings)
	}
	q := questions[0]
	text := q.Texts["en"]
	if q.Key != "x1" || q.Type != assessment.Single || !q.Points.Equal(decimal.RequireFromString("2")) || len(q.Choices) != 3 || !q.Choices[1].Right {
		t.Errorf("%+v", q)
	}
	if text.Syntax != assessment.HTML || text.Prompt != "<p>Which <b>one</b>?</p>" {
		t.Errorf("prompt %q in %s", text.Prompt, text.Syntax)
	}
	if first := text.Items["i1"]; first.Text != "a &lt; b" || first.Feedback != "Not a." || text.Items["i2"].Feedback != "" {
		t.Errorf("items %v", text.Items)
	}
	if text.Right != "See page 3.\nYes." || text.Wrong != "See page 3.\nNo." {
		t.Errorf("feedback %q, %q", text.Right, text.Wrong)
	}
}

func TestQTIMultipleResponse(t *testing.T) {
	t.Parallel()
	not := func(value string) string { return "<not>" + qtiEqual(value) + "</not>" }
	questions, _ := parseQTI(t,
		qtiItem("x1", "multiple_response", "", qtiText("text/plain", "Which?")+qtiChoices("Multiple", "a", "b", "c"),
			qtiWhen("No", "<and>"+qtiEqual("i1")+not("i2")+qtiEqual("i3")+"</and>", "100", "correct_fb")+
				qtiWhen("Yes", "<other/>", "", "incorrect_fb"), qtiFeedback("correct_fb", "Yes.")+qtiFeedback("incorrect_fb", "No.")),
		qtiItem("x2", "multiple_response", "", qtiText("text/plain", "Which, each for itself?")+qtiChoices("Multiple", "a", "b", "c"),
			strings.ReplaceAll(qtiWhen("Yes", qtiEqual("i1"), "50", "")+qtiWhen("Yes", qtiEqual("i2"), "25", "")+
				qtiWhen("Yes", qtiEqual("i3"), "-25", ""), `"Set"`, `"Add"`), ""),
	)
	for i, right := range []string{"i1 i3", "i1 i2"} {
		got := ""
		for _, c := range questions[i].Choices {
			if c.Right {
				got += c.ID + " "
			}
		}
		if strings.TrimSpace(got) != right || questions[i].Type != assessment.Multiple {
			t.Errorf("%s: right %q, want %q", questions[i].Key, got, right)
		}
	}
	if text := questions[0].Texts["en"]; text.Right != "Yes." || text.Wrong != "No." {
		t.Errorf("feedback %q, %q", text.Right, text.Wrong)
	}
}

func TestQTITrueFalse(t *testing.T) {
	t.Parallel()
	questions, _ := parseQTI(t, qtiItem("x1", "true_false", "", qtiText("text/plain", "Is it?\nReally?")+qtiChoices("Single", "Da", "Nu"),
		qtiWhen("No", qtiEqual("i2"), "100", ""), ""))
	if q := questions[0]; q.Type != assessment.TrueFalse || !q.Choices[1].Right || q.Texts["en"].Prompt != "Is it?<br>Really?" {
		t.Fatalf("%+v", q)
	}
}

func TestQTIRowsOfTheSameChoices(t *testing.T) {
	t.Parallel()
	row := func(ident, words string) string {
		list := strings.Replace(qtiChoices("Single", "Everybody", "Nobody"), `ident="r"`, `ident="`+ident+`"`, 1)
		return strings.Replace(list, "<render_choice>", qtiText("text/plain", words)+"<render_choice>", 1)
	}
	right := func(ident, value string) string {
		return strings.Replace(qtiWhen("Yes", strings.Replace(qtiEqual(value), `"r"`, `"`+ident+`"`, 1), "50", ""), `"Set"`, `"Add"`, 1)
	}
	asked := qtiText("text/plain", "Who may see it?") + row("response_1", "The budget") + row("response_2", "A diagnosis")
	matching := `<qtimetadatafield><fieldlabel>question_type</fieldlabel><fieldentry>matching_question</fieldentry></qtimetadatafield>`
	questions, warnings := parseQTI(t,
		qtiItem("x1", "rows", "", asked, right("response_1", "i1")+right("response_2", "i2"), ""),
		qtiItem("x2", "rows", matching, asked, right("response_1", "i1")+right("response_2", "i2"), ""),
		qtiItem("x3", "rows", "", asked, right("response_1", "i1"), ""),
	)
	if len(questions) != 2 || len(warnings) != 1 || warnings[0].Key != "assessment.warning_several_responses" {
		t.Fatalf("%v %v", questions, warnings)
	}
	for i, kind := range []assessment.Type{assessment.Matrix, assessment.Matching} {
		q, text := questions[i], questions[i].Texts["en"]
		if q.Type != kind || text.Prompt != "Who may see it?" || len(q.Pairs) != 2 || len(q.Options) != 2 ||
			text.Items[q.Pairs[1].ID].Text != "A diagnosis" || text.Items[q.Pairs[1].Option].Text != "Nobody" {
			t.Errorf("%+v %+v", q, text)
		}
	}
}

func TestQTIGapsInAText(t *testing.T) {
	t.Parallel()
	blank := func(ident, fib string) string {
		return `<response_str ident="` + ident + `"><render_fib` + fib + `/></response_str>`
	}
	list := func(ident string, texts ...string) string {
		return strings.Replace(qtiChoices("Single", texts...), `ident="r"`, `ident="`+ident+`"`, 1)
	}
	of := func(ident, condition string) string {
		return strings.ReplaceAll(condition, `respident="r"`, `respident="`+ident+`"`)
	}
	adds := func(condition, score string) string {
		return strings.Replace(qtiWhen("Yes", condition, score, ""), `"Set"`, `"Add"`, 1)
	}
	questions, warnings := parseQTI(t,
		qtiItem("x1", "fib", "", "<flow>"+qtiText("text/plain", "The")+blank("a", "")+qtiText("text/plain", "answers in")+
			blank("b", ` fibtype="Integer"`)+qtiText("text/plain", "days, by")+list("c", "train", "letter")+"</flow>",
			qtiWhen("No", "<and><or>"+of("a", qtiEqual("mayor")+qtiEqual("clerk"))+"</or>"+of("b", qtiEqual("30"))+of("c", qtiEqual("i2"))+"</and>", "100", ""), ""),
		qtiItem("x2", "canvas", "", qtiText("text/html", "&lt;p&gt;By [how], to [who]&lt;/p&gt;")+list("response_who", "mayor", "the mayor")+list("response_how", "train", "letter"),
			adds(of("response_who", qtiEqual("i1")), "40.00")+adds(of("response_who", qtiEqual("i2")), "40.00")+adds(of("response_how", qtiEqual("i2")), "20.00"), ""),
		qtiItem("x3", "fib", "", blank("a", "")+blank("b", ""), qtiWhen("No", of("a", qtiEqual("x")), "100", ""), ""),
	)
	if len(questions) != 2 || len(warnings) != 1 || warnings[0].Key != "assessment.warning_several_responses" {
		t.Fatalf("%v %v", questions, warnings)
	}
	one, two := questions[0], questions[1]
	if prompt := one.Texts["en"].Prompt; prompt != "The [[1]] answers in [[2]] days, by [[3]]" || one.Type != assessment.Cloze {
		t.Errorf("%s %q", one.Type, prompt)
	}
	if prompt := two.Texts["en"].Prompt; prompt != "<p>By [[2]], to [[1]]</p>" {
		t.Errorf("%q", prompt)
	}
	for _, c := range []struct {
		q     assessment.Question
		given []string
		score string
	}{
		{one, []string{"Clerk", "30", "gap3/i2"}, "1"},
		{one, []string{"mayor", "31", "gap3/i1"}, "0.33333333333333333333"},
		{two, []string{"The mayor", "gap2/i2"}, "1"},
		{two, []string{"mayor", "gap2/i1"}, "0.66666666666666666667"},
	} {
		response := assessment.Response{Gaps: map[string]string{}}
		for i, typed := range c.given {
			response.Gaps[c.q.Gaps[i].ID] = typed
		}
		if mark := c.q.Mark(response); mark.Score.String() != c.score {
			t.Errorf("%s: %v earns %s, want %s", c.q.Key, c.given, mark.Score, c.score)
		}
	}
}

func TestQTIOrdering(t *testing.T) {
	t.Parallel()
	at := func(value, index string) string {
		return strings.Replace(qtiEqual(value), `respident`, `index="`+index+`" respident`, 1)
	}
	three := qtiText("text/plain", "In which order?") + qtiChoices("Ordered", "send", "read", "sign")
	questions, warnings := parseQTI(t,
		qtiItem("x1", "order", "", three, qtiWhen("No", "<and>"+qtiEqual("i2")+qtiEqual("i3")+qtiEqual("i1")+"</and>", "100", ""), ""),
		qtiItem("x2", "order", "", three, qtiWhen("No", at("i1", "3")+at("i2", "1")+at("i3", "2"), "100", "right_fb"), qtiFeedback("right_fb", "Yes.")),
		qtiItem("x3", "order", "", three, qtiWhen("Yes", at("i2", "1"), "50", "")+qtiWhen("Yes", at("i3", "2"), "50", ""), ""),
	)
	if len(questions) != 2 || len(warnings) != 1 || warnings[0].Key != "assessment.warning_order" {
		t.Fatalf("%v %v", questions, warnings)
	}
	for _, q := range questions {
		if q.Type != assessment.Ordering || len(q.Choices) != 3 || q.Choices[0].ID != "i2" || q.Choices[1].ID != "i3" ||
			q.Texts["en"].Items["i2"].Text != "read" {
			t.Errorf("%+v", q)
		}
	}
	if questions[1].Texts["en"].Right != "Yes." {
		t.Errorf("%+v", questions[1].Texts)
	}
}

func TestQTIBlanks(t *testing.T) {
	t.Parallel()
	blank := `<response_str ident="r" rcardinality="Single"><render_fib columns="30"/></response_str>`
	number := `<response_str ident="r" rcardinality="Single"><render_fib fibtype="Decimal"/></response_str>`
	questions, warnings := parseQTI(t,
		qtiItem("x1", "fib", "", qtiText("text/plain", "Capital?")+blank,
			qtiWhen("No", qtiEqual("Sofia")+qtiEqual("София"), "100", ""), ""),
		qtiItem("x2", "fib", "", qtiText("text/plain", "How many?")+number,
			qtiWhen("No", "<or>"+qtiEqual("5")+`<and><vargte respident="r">4.5</vargte><varlte respident="r">5.5</varlte></and></or>`, "100", ""), ""),
		qtiItem("x3", "fib", "", qtiText("text/plain", "How many exactly?")+strings.ReplaceAll(number, "response_str", "response_num"),
			qtiWhen("No", qtiEqual("12"), "100", ""), ""),
	)
	if len(questions) != 3 || len(warnings) != 0 {
		t.Fatalf("%v %v", questions, warnings)
	}
	for i, want := range []map[string]bool{
		{"sofia": true, "СОФИЯ": true, "Plovdiv": false},
		{"4.5": true, "5,5": true, "5.6": false},
		{"12": true, "12,0": true, "12.1": false},
	} {
		for given, right := range want {
			mark := questions[i].Mark(assessment.Response{Text: given, Number: given})
			if (mark.State == assessment.Right) != right {
				t.Errorf("%s: %q is %s", questions[i].Key, given, mark.State)
			}
		}
	}
}

func TestQTIWhatCannotBeTakenIsTold(t *testing.T) {
	t.Parallel()
	blank := `<response_str ident="r"><render_fib rows="10"/></response_str>`
	questions, warnings := parseQTI(t,
		qtiItem("1", "essay", "", qtiText("text/plain", "Write.")+blank, "", ""),
		qtiItem("2", "pattern_match", "", qtiText("text/plain", "Capital?")+blank, qtiWhen("No", qtiEqual("Sof"), "100", ""), ""),
		qtiItem("3", "fib", "", qtiText("text/plain", "Two?")+blank+blank, "", ""),
		qtiItem("4", "fib", "", qtiText("text/plain", "No answer?")+blank, "", ""),
		qtiItem("5", "multiple_choice", "", qtiText("text/plain", "None right?")+qtiChoices("Single", "a", "b"), "", ""),
		qtiItem("6", "other", "", qtiText("text/plain", "A file?"), "", ""),
		qtiItem("7", "multiple_choice", "", qtiChoices("Single", "a", "b"), qtiWhen("No", qtiEqual("i1"), "100", ""), ""),
	)
	if len(questions) != 0 {
		t.Fatalf("%v", questions)
	}
	got := ""
	for _, w := range warnings {
		got += fmt.Sprintf("%v %s\n", w.Args["Question"], strings.TrimPrefix(w.Key, "assessment."))
	}
	const want = "Item 1 warning_essay\nItem 2 warning_pattern_match\nItem 3 warning_several_responses\nItem 4 warning_essay\n" +
		"Item 5 question_one_right\nItem 6 warning_unknown_item\nItem 7 question_without_text\n"
	if got != want {
		t.Fatalf("got\n%swant\n%s", got, want)
	}
}

func TestAQTIQuestionKeepsItsItem(t *testing.T) {
	t.Parallel()
	item := qtiItem("one", "true_false", "", qtiText("text/plain", "Да ли је тачно?")+qtiChoices("Single", "Тачно", "Нетачно"),
		qtiWhen("No", qtiEqual("i1"), "100", ""), "")
	utf8 := string(qti(item, strings.Replace(item, `ident="one"`, `ident="two"`, 1)))
	cyrillic, err := charmap.Windows1251.NewEncoder().String(strings.Replace(utf8, "UTF-8", "windows-1251", 1))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{utf8, cyrillic} {
		questions, _, warnings, err := qti12.Parse([]byte(file), "sr")
		if err != nil || len(questions) != 2 || len(warnings) > 0 {
			t.Fatalf("%+v %v %v", questions, warnings, err)
		}
		for i, want := range []string{item, strings.Replace(item, `ident="one"`, `ident="two"`, 1)} {
			if source := questions[i].Texts["sr"].Source; source.Format != "qti12" || source.Text != want {
				t.Errorf("%s:\n%s\nwant\n%s", source.Format, source.Text, want)
			}
		}
	}
}

func TestQTIRefusesHostileAndBrokenXML(t *testing.T) {
	t.Parallel()
	whole := string(qti())
	for name, c := range map[string]struct {
		src  string
		kind fault.Kind
		key  string
	}{
		"external entity": {
			strings.Replace(whole, "<questestinterop", `<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]><questestinterop`, 1),
			fault.Invalid, "assessment.qti_doctype",
		},
		"doctype in small letters": {`<!doctype x><questestinterop/>`, fault.Invalid, "assessment.qti_doctype"},
		"broken":                   {whole[:len(whole)-10], fault.Invalid, "assessment.qti_unreadable"},
		"undeclared entity":        {strings.Replace(whole, "Week", "&x;", 1), fault.Invalid, "assessment.qti_unreadable"},
		"something else":           {"<html></html>", fault.Invalid, "assessment.qti_unreadable"},
		"nothing":                  {"", fault.Invalid, "assessment.qti_unreadable"},
		"very deep":                {strings.Repeat("<a>", 500), fault.TooLarge, "assessment.qti_too_large"},
	} {
		_, _, _, err := qti12.Parse([]byte(c.src), "en")
		t.Log(name)
		faulttest.Want(t, err, c.kind, c.key)
	}
}
