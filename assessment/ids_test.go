package assessment_test

import (
	"maps"
	"testing"

	"vatra/assessment"
	"vatra/assessment/questiontest"
)

func TestTheSameQuestionHasTheSameDigest(t *testing.T) {
	t.Parallel()
	for _, ask := range []func() assessment.Question{
		func() assessment.Question { return questiontest.Choose("q", assessment.Multiple, "abc", "ac") },
		func() assessment.Question { return questiontest.Matching("m", 3) },
		func() assessment.Question { return questiontest.Of(assessment.Ordering) },
		func() assessment.Question { return questiontest.Cloze("g") },
		func() assessment.Question { return questiontest.Of(assessment.Matrix) },
		func() assessment.Question { return questiontest.Of(assessment.Scale) },
		func() assessment.Question { return questiontest.Of(assessment.Select) },
	} {
		one, other := ask(), ask()
		other.Key = "another"
		text := other.Texts["en"]
		text.Source = assessment.Source{Format: "markdown", Text: "written otherwise"}
		other.Texts["en"] = text
		if one.Digest() != other.WithIDsLike(nil).Digest() {
			t.Error("ids, key or source make another question of it")
		}
	}
	original := questiontest.Choose("q", assessment.Multiple, "abc", "ac")
	ordered := questiontest.Of(assessment.Ordering)
	turned := questiontest.Of(assessment.Ordering)
	if turned.Choices[0], turned.Choices[1] = turned.Choices[1], turned.Choices[0]; turned.Digest() == ordered.Digest() {
		t.Error("another order is the same question")
	}
	gap, gaps := questiontest.Cloze("g"), questiontest.Cloze("g")
	if gap.Gaps[1].Marks = 3; gap.Digest() == gaps.Digest() {
		t.Error("other marks of a gap are the same question")
	}
	for name, change := range map[string]func(*assessment.Question){
		"a right choice": func(q *assessment.Question) { q.Choices[1].Right = true },
		"points":         func(q *assessment.Question) { q.Points = q.Points.Add(q.Points) },
		"a tag":          func(q *assessment.Question) { q.Tags = []string{"new"} },
		"feedback": func(q *assessment.Question) {
			q.Texts["en"].Items["a"] = assessment.ItemText{Text: "choice a", Feedback: "other"}
		},
		"a language":   func(q *assessment.Question) { q.Texts["ro"] = q.Texts["en"] },
		"their order":  func(q *assessment.Question) { q.Choices[0], q.Choices[1] = q.Choices[1], q.Choices[0] },
		"a new prompt": func(q *assessment.Question) { q.Texts["en"] = assessment.QuestionText{Prompt: "New?"} },
	} {
		q := questiontest.Choose("q", assessment.Multiple, "abc", "ac")
		if change(&q); q.Digest() == original.Digest() {
			t.Errorf("%s does not count", name)
		}
	}
}

func TestItemsThatStayKeepTheirIDs(t *testing.T) {
	t.Parallel()
	first := questiontest.Choose("q", assessment.Single, "abc", "b")
	before := first.WithIDsLike(nil)
	next := questiontest.Choose("q", assessment.Single, "bdc", "b") // a went, d came
	after := next.WithIDsLike(before)
	byText := func(q *assessment.Question) map[string]string {
		ids := map[string]string{}
		for _, c := range q.Choices {
			ids[q.Texts["en"].Items[c.ID].Text] = c.ID
		}
		return ids
	}
	old, now := byText(before), byText(after)
	if len(now) != 3 || now["choice b"] != old["choice b"] || now["choice c"] != old["choice c"] {
		t.Errorf("before %v, after %v", old, now)
	}
	for id := range maps.Values(old) {
		if now["choice d"] == id || now["choice d"] == "d" {
			t.Errorf("the new choice is %q, before %v", now["choice d"], old)
		}
	}
	if after.Choices[0].ID != now["choice b"] || !after.Choices[0].Right {
		t.Errorf("what was right is not: %+v", after.Choices)
	}
	gaps := questiontest.Cloze("g")
	filled := gaps.WithIDsLike(nil)
	if again := gaps.WithIDsLike(filled); again.Gaps[1].ID != filled.Gaps[1].ID || again.Gaps[2].Choices[1] != filled.Gaps[2].Choices[1] {
		t.Errorf("before %+v, after %+v", filled, again)
	}
	pairs := questiontest.Matching("m", 3)
	kept := pairs.WithIDsLike(nil)
	if again := pairs.WithIDsLike(kept); again.Pairs[1] != kept.Pairs[1] || again.Options[2] != kept.Options[2] {
		t.Errorf("before %+v, after %+v", kept, again)
	}
}
