package assessment_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"vatra/assessment"
	"vatra/assessment/formats/markdown"
)

func TestMergeJoinsLanguagesByKey(t *testing.T) {
	t.Parallel()
	parse := func(lang, src string) []assessment.Question {
		questions, warnings := markdown.Parse(src, lang)
		if len(warnings) > 0 {
			t.Fatal(warnings)
		}
		return questions
	}
	merged, warnings := assessment.Merge(map[string][]assessment.Question{
		"ro": parse("ro", "**Este?** {#is}\n\n- [x] Adevărat\n- [ ] Fals\n\n**Perechi** {#m type=matching}\n\n- [=] a => b\n- [=] c => d\n\n"+
			"**Capitala?** {#cap}\n\n- [=] București\n\n**Care?** {#which}\n\n- [ ] x\n- [x] y\n\n**Ordine** {#o type=ordering}\n\n1. [=] unu\n2. [=] doi\n\n**Goluri** {#g type=cloze}\n\nÎn [[2]] scrie [[1]].\n\n- [=] primar\n- [=] 30 +- 0\n\n**Care?** {#s type=select}\n\nCu [[1]] și [[2]].\n\n- [x] Ana\n- [ ] sapa\n\n**Cum a fost?** {#how type=scale}\n\n- [ ] greu\n- [ ] ușor\n\n**Da?** {#x type=matrix}\n\n- [=] => da\n- [=] a => da\n- [=] b => nu\n"),
		"en": parse("en", "**Pairs** {#m type=matching}\n\n- [=] A => B\n- [=] C => D\n\n**Is it?** {#is}\n\n- [x] Yes\n- [ ] No\n\n"+
			"**Order** {#o type=ordering}\n\n1. [=] one\n2. [=] two\n\n**Gaps** {#g type=cloze}\n\nThe [[1]] writes in [[2]].\n\n- [=] mayor\n- [=] 30 +- 0\n\n**Which?** {#s type=select}\n\nA [[hoe]] with [[Ana]].\n\n- [x] Ana\n- [ ] hoe\n\n**How was it?** {#how type=scale}\n\n- [ ] hard\n- [ ] easy\n\n**Yes?** {#x type=matrix}\n\n- [=] => yes\n- [=] a => yes\n- [=] b => no\n\n**Capital?** {#cap}\n\n- [=] Bucharest\n\n**Which?** {#which}\n\n- [x] x\n- [ ] y\n\n**More?** {#more}\n\n- [x] x\n- [ ] y\n"),
		"bg": parse("bg", "**Вярно ли е?** {#is}\n\n- [x] Вярно\n- [ ] Невярно\n"),
	}, []string{"ro", "en"})
	got := ""
	for _, q := range merged {
		got += fmt.Sprintf("%s %s %s\n", q.Key, q.Type, strings.Join(slices.Sorted(maps.Keys(q.Texts)), ","))
	}
	if got != "is truefalse bg,en,ro\nm matching en,ro\ncap shorttext en,ro\nwhich single ro\no ordering en,ro\ng cloze en,ro\ns select en,ro\nhow scale en,ro\nx matrix en,ro\n" {
		t.Errorf("got\n%s", got)
	}
	told := ""
	for _, w := range warnings {
		told += fmt.Sprintf("%v %v %s\n", w.Args["Language"], w.Args["Question"], strings.TrimPrefix(w.Key, "assessment.warning_"))
	}
	if want := "en which differs_in_language\nen more only_in_language\nbg m missing_in_language\nbg cap missing_in_language\nbg which missing_in_language\nbg o missing_in_language\nbg g missing_in_language\nbg s missing_in_language\nbg how missing_in_language\nbg x missing_in_language\n"; told != want {
		t.Errorf("told\n%swant\n%s", told, want)
	}
	gaps := merged[5]
	if met := gaps.Mark(assessment.Response{Gaps: map[string]string{gaps.Gaps[0].ID: "Mayor", gaps.Gaps[1].ID: "30"}}); met.State != assessment.Right {
		t.Errorf("the words of another language in a gap: %+v", met)
	}
	is, pairs, capital := merged[0], merged[1], merged[2]
	if text, in := is.Text("en-GB"); in != "en" || text.Items[is.Choices[1].ID].Text != "No" {
		t.Errorf("in %s: %v", in, text)
	}
	if text, in := is.Text("sq", "bg"); in != "bg" || text.Prompt != "Вярно ли е?" {
		t.Errorf("in %s: %v", in, text)
	}
	if text, _ := pairs.Text("en"); text.Items[pairs.Pairs[1].Option].Text != "D" {
		t.Errorf("%v", text)
	}
	for _, word := range []string{"bucharest", "BUCUREȘTI"} {
		if capital.Mark(assessment.Response{Text: word}).State != assessment.Right {
			t.Errorf("%s is right in one of the languages", word)
		}
	}
	for _, q := range merged {
		if err := q.Validate(); err != nil {
			t.Error(err)
		}
	}
}

func TestMergeOfNothing(t *testing.T) {
	t.Parallel()
	if merged, warnings := assessment.Merge(map[string][]assessment.Question{"ro": nil}, []string{"ro"}); len(merged)+len(warnings) > 0 {
		t.Fatalf("%v %v", merged, warnings)
	}
}
