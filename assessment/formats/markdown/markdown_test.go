package markdown_test

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"vatra/assessment"
	"vatra/assessment/formats/markdown"
)

// outline is a source split, in short: T for text, and for a question its type, prompt, and items with marks.
func outline(src string) string {
	segments, warnings := markdown.Split(src, "en")
	var b strings.Builder
	for _, one := range segments {
		if one.Question == nil {
			fmt.Fprintf(&b, "T %s\n", strings.ReplaceAll(one.Text, "\n", "/"))
			continue
		}
		q := one.Question
		text := q.Texts["en"]
		fmt.Fprintf(&b, "Q %s %s %q", q.Key, q.Type, text.Prompt)
		for _, c := range q.Choices {
			item := text.Items[c.ID]
			mark := ""
			if c.Right {
				mark = "+"
			}
			fmt.Fprintf(&b, " %s%s", mark, item.Text)
			if item.Feedback != "" {
				fmt.Fprintf(&b, "(%s)", item.Feedback)
			}
		}
		for _, p := range q.Pairs {
			fmt.Fprintf(&b, " %s=%s", text.Items[p.ID].Text, text.Items[p.Option].Text)
		}
		if len(q.Options) > 0 {
			fmt.Fprintf(&b, " of %d", len(q.Options))
		}
		for _, g := range q.Gaps {
			fmt.Fprintf(&b, " %d:", g.Marks)
			for _, c := range g.Choices {
				fmt.Fprintf(&b, "%s/%t,", text.Items[c.ID].Text, c.Right)
			}
			for _, n := range g.Numbers {
				fmt.Fprintf(&b, "%s±%s,", n.Value, n.Tolerance)
			}
			b.WriteString(strings.Join(text.Items[g.ID].Accepted, ",") + "(" + text.Items[g.ID].Feedback + ")")
		}
		for _, n := range q.Numbers {
			fmt.Fprintf(&b, " %s±%s", n.Value, n.Tolerance)
		}
		for _, a := range text.Accepted {
			fmt.Fprintf(&b, " =%s", a)
		}
		if text.Right+text.Wrong != "" {
			fmt.Fprintf(&b, " R:%s W:%s", text.Right, text.Wrong)
		}
		b.WriteByte('\n')
	}
	for _, w := range warnings {
		fmt.Fprintf(&b, "W %s %v\n", w.Key, w.Args["Question"])
	}
	return b.String()
}

func TestSplitMarkdown(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, src, want string }{
		{
			"a question between texts",
			"# Title\n\nSome text.\n\n**Which one?**\n\n- [ ] A\n- [x] B\n\nMore text.\n",
			"T # Title//Some text.\nQ q1 single \"Which one?\" A +B\nT More text.\n",
		},
		{
			"feedback for choices and for the whole",
			"**Which?** {#one tags=a,b points=2}\n\n- [ ] A\n  > No, because\n  > of this.\n- [x] B\n  > Yes.\n\n> Well done.\n> Look again.\n> And again.\n",
			"Q one single \"Which?\" A(No, because\nof this.) +B(Yes.) R:Well done. W:Look again.\nAnd again.\n",
		},
		{
			"feedback in two paragraphs",
			"**Which?**\n\n- [ ] A\n- [x] B\n\n> Yes.\n> Right so.\n>\n> No.\n",
			"Q q1 single \"Which?\" A +B R:Yes.\nRight so. W:No.\n",
		},
		{
			"one line of feedback does not praise who is wrong",
			"**Which?**\n\n- [ ] A\n- [x] B\n\n> Correct! It is B.\n",
			"Q q1 single \"Which?\" A +B R:Correct! It is B. W:It is B.\n",
		},
		{
			"several right are multiple, choices over several lines",
			"**Which?**\n\n- [x] A\n  goes on\n\n- [X] B\n* [ ] C\n",
			"Q q1 multiple \"Which?\" +A\ngoes on +B C\n",
		},
		{
			"true and false in other languages",
			"**Е ли?**\n\n- [x] Вярно\n- [ ] Невярно.\n\n**Oare?**\n\n- [ ] Adevărat\n- [x] Fals\n\n**Po?**\n\n- [x] Po\n- [ ] Jo\n",
			"Q q1 truefalse \"Е ли?\" +Вярно Невярно.\nQ q2 truefalse \"Oare?\" Adevărat +Fals\nQ q3 single \"Po?\" +Po Jo\n",
		},
		{
			"bold paragraphs belong together, a hint stays, other text does not",
			"Story.\n\n**A case.**\n\n**What now?**  \n*(Select one)*\n\n- [ ] A\n- [x] B\n",
			"T Story.\nQ q1 single \"A case.\\n\\nWhat now?  \\n*(Select one)*\" A +B\n",
		},
		{
			"numbered questions and labels of choices",
			"1. What is it?\n- [ ] A. this\n- [x] B. that\n\n2\\. And now\n\n   - [x] a) C.\n   - [ ] b) D.\n",
			"Q q1 single \"What is it?\" this +that\nQ q2 single \"And now\" +C. D.\n",
		},
		{
			"double brackets, with and without bullets",
			"This may be\n\n- [[ ]] A\n- [[X]] B (correct)\n\nWhich?\n\n[[x]] C\n[[ ]] D\n\nExplanation: since.\n",
			"Q q1 single \"This may be\" A +B\nQ q2 single \"Which?\" +C D R:since. W:since.\n",
		},
		{
			"short text, number, matching",
			"**Capital?** {#cap}\n\n- [=] București\n- [=] Bucharest\n\n" +
				"**How many?** {type=numeric}\n\n- [=] 72 +- 0,5\n\n**How far?**\n\n- [=] 1000 ± 10\n\n" +
				"**Match.** {type=matching}\n\n- [=] left => right\n- [=] up => down\n- [=] port => right\n- [=] => sideways\n",
			"Q cap shorttext \"Capital?\" =București =Bucharest\nQ q2 numeric \"How many?\" 72±0.5\nQ q3 numeric \"How far?\" 1000±10\n" +
				"Q q4 matching \"Match.\" left=right up=down port=right of 3\n",
		},
		{
			"ordering",
			"**In which order?** {#o type=ordering points=2}\n\n1. [=] a) Read it\n   > First of all.\n2. [=] Sign it\n3. [=] Send it\n\n> Yes.\n> No.\n\n" +
				"**And?** {type=ordering}\n\n- [=] only one\n",
			"Q o ordering \"In which order?\" Read it(First of all.) Sign it Send it R:Yes. W:No.\nT **And?** {type=ordering}//- [=] only one\n" +
				"W assessment.question_order And?\n",
		},
		{
			"gaps in a text",
			"**Fill in.** {#g type=cloze}\n\nThe [[1]] writes in [[2]]\ndays.\n\nBy [[3]].\n\n- [=] mayor | the mayor\n  > Who else?\n" +
				"- [=] 30 +- 0 | 31 ± 0,5 {points=2}\n- [=] train | (letter) | (by\\|or) x\n\n> Yes.\n> No.\n\nAfter.\n",
			"Q g cloze \"Fill in.\\n\\nThe [[1]] writes in [[2]]\\ndays.\\n\\nBy [[3]].\"" +
				" 1:mayor,the mayor(Who else?) 2:30±0,31±0.5,() 1:train/false,letter/true,(by|or) x/false,() R:Yes. W:No.\nT After.\n",
		},
		{
			"gaps that are not whole are told",
			"**A** {type=cloze}\n\nThe [[1]].\n\n- [=] a\n- [=] b\n\n**B** {type=cloze}\n\nThe [[1]].\n\n- [=] a {points=many}\n\n**C**\n\nNo question [[1]].\n\n- [=] a\n",
			"T **A** {type=cloze}//The [[1]].//- [=] a/- [=] b//**B** {type=cloze}//The [[1]].//- [=] a {points=many}//**C**//No question [[1]].//- [=] a\n" +
				"W assessment.question_places A The [[1]].\nW assessment.question_gap_marks B The [[1]].\n",
		},
		{
			"words of a text",
			"**Which?** {#s type=select}\n\nOn Monday [[ana  pop]] and [[2]] go.\n\n- [x] Ana Pop\n  > A name.\n- [ ] the mayor\n\n> Yes.\n> No.\n\n" +
				"**Or?** {type=select}\n\nOnly [[one]].\n\n- [x] one\n- [ ] two\n",
			"Q s select \"Which?\\n\\nOn Monday [[1]] and [[2]] go.\" +Ana Pop(A name.) the mayor R:Yes. W:No.\n" +
				"T **Or?** {type=select}//Only [[one]].//- [x] one/- [ ] two\nW assessment.question_places Or? Only [[one]].\n",
		},
		{
			"rows and columns, and a scale",
			"**Public?** {#m type=matrix}\n\n- [=] => no\n- [=] budget => yes\n  > It is.\n- [=] salaries => yes\n- [=] illnesses => no\n\n" +
				"**How was it?** {#s type=scale}\n\n- [ ] Hard\n- [ ] Right\n- [ ] Easy\n\n> Thanks.\n\n**And?** {type=scale points=2}\n\n- [ ] a\n- [ ] b\n\n" +
				"**Or?** {type=scale}\n\n- [x] a\n- [ ] b\n",
			"Q m matrix \"Public?\" budget=yes salaries=yes illnesses=no of 2\nQ s scale \"How was it?\" Hard Right Easy R:Thanks. W:Thanks.\n" +
				"T **And?** {type=scale points=2}//- [ ] a/- [ ] b//**Or?** {type=scale}//- [x] a/- [ ] b\n" +
				"W assessment.question_scale And?\nW assessment.question_scale Or?\n",
		},
		{
			"a table with a verdict",
			"**Which?**\n\nRelevant: module 1\n\n| Option | Answer | Correct/Incorrect | Feedback |\n|---|---|---|---|\n| A | this \\| that | Incorrect | no |\n| B | those | Correct | yes |\n\nAfter.\n",
			"Q q1 single \"Which?\\n\\nRelevant: module 1\" this | that(no) +those(yes)\nT After.\n",
		},
		{
			"another table is text",
			"**Which?**\n\n| Name | Value |\n|---|---|\n| a | Correct |\n",
			"T **Which?**//| Name | Value |/|---|---|/| a | Correct |\n",
		},
		{
			"checklists are text",
			"Before you start:\n\n- [ ] Slides\n- [ ] Room\n\n**Done so far:**\n\n- [x] one\n- [x] two\n\nTick one\n\n- [x] a\n- [ ] b\n\n* Look for\n  - [x] this\n  - [ ] that\n",
			"T Before you start://- [ ] Slides/- [ ] Room//**Done so far:**//- [x] one/- [x] two//Tick one//- [x] a/- [ ] b//* Look for/  - [x] this/  - [ ] that\n",
		},
		{
			"a list that asks but does not say what is right is told",
			"**Which?**\n\n- [ ] A\n- [ ] B\n",
			"T **Which?**//- [ ] A/- [ ] B\nW assessment.warning_no_right_choice Which?\n",
		},
		{
			"a question with a single choice is told",
			"**One choice only** {#x}\n\n- [x] only one\n\n**Which?** *(one)*\n\n- [x] A\n\nDone? See:\n\n- [x] a\n\n**Done:**\n\n- [x] b\n",
			"T **One choice only** {#x}//- [x] only one//**Which?** *(one)*//- [x] A//Done? See://- [x] a//**Done:**//- [x] b\n" +
				"W assessment.warning_one_choice One choice only\nW assessment.warning_one_choice Which? *(one)*\n",
		},
		{
			"boxes of both kinds are told",
			"**Which?**\n\n- [=] A\n- [x] B\n",
			"T **Which?**//- [=] A/- [x] B\nW assessment.warning_mixed_list Which?\n",
		},
		{
			"code, comments and headings are left alone",
			"```\n**Which?**\n\n- [ ] A\n- [x] B\n```\n\n<!--\n**Which?**\n\n- [ ] A\n- [x] B\n-->\n\n### Which?\n\n- [ ] A\n- [x] B\n",
			"T ```/**Which?**//- [ ] A/- [x] B/```//<!--/**Which?**//- [ ] A/- [x] B/-->//### Which?//- [ ] A/- [x] B\n",
		},
		{
			"what cannot be marked stays text and is told",
			"**Which?** {type=numeric}\n\n- [=] many\n\n**And?** {type=poem}\n\n- [ ] A\n- [x] B\n\n**Points?** {points=-1}\n\n- [ ] A\n- [x] B\n",
			"T **Which?** {type=numeric}//- [=] many//**And?** {type=poem}//- [ ] A/- [x] B//**Points?** {points=-1}//- [ ] A/- [x] B\n" +
				"W assessment.question_number Which?\nW assessment.question_type And?\nW assessment.question_points Points?\n",
		},
		{
			"a key given twice, an attribute that is not known",
			"**One?** {#k}\n\n- [ ] A\n- [x] B\n\n**Two?** {#k colour=red}\n\n- [ ] A\n- [x] B\n",
			"Q k single \"One?\" A +B\nQ q2 single \"Two?\" A +B\nW assessment.warning_key_twice Two?\nW assessment.warning_attribute Two?\n",
		},
		{
			"windows line ends",
			"**Which?**\r\n\r\n- [ ] A\r\n- [x] B\r\n",
			"Q q1 single \"Which?\" A +B\n",
		},
		{"nothing", "\n\n", ""},
	} {
		if got := outline(c.src); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}

func TestAttributesOfAQuestion(t *testing.T) {
	t.Parallel()
	questions, warnings := markdown.Parse("Text.\n\n**Which?** {#k-1 tags=\"personal data,phishing\" points=2.5}\n\n- [ ] A\n- [x] B\n", "ro")
	if len(questions) != 1 || len(warnings) != 0 {
		t.Fatalf("%v %v", questions, warnings)
	}
	q := questions[0]
	if q.Key != "k-1" || !q.Points.Equal(decimal.RequireFromString("2.5")) || !slices.Equal(q.Tags, []string{"personal data", "phishing"}) ||
		len(q.Texts) != 1 || q.Texts["ro"].Syntax != assessment.Markdown {
		t.Fatalf("%+v", q)
	}
}

func TestAQuestionKeepsWhatItsAuthorWrote(t *testing.T) {
	t.Parallel()
	const one = "**Which?** {#k-1 tags=phishing}\n\n- [ ] A\n  > Not this.\n- [x] B\n\n> Yes.\n> No."
	const two = "| Answer | Correct |\n|---|---|\n| x | Correct |\n| y | Wrong |"
	questions, _ := markdown.Parse("# Title\n\nText.\n\n"+one+"\n\nMore.\n\n**Table?**\n\n"+two+"\n\nEnd.\n", "ro")
	if len(questions) != 2 {
		t.Fatalf("%+v", questions)
	}
	for i, want := range []string{one, "**Table?**\n\n" + two} {
		source := questions[i].Texts["ro"].Source
		if source.Format != "markdown" || source.Text != want {
			t.Errorf("%s:\n%s\nwant\n%s", source.Format, source.Text, want)
		}
		again, _ := markdown.Parse(source.Text, "ro")
		if len(again) != 1 || again[0].Digest() != questions[i].Digest() {
			t.Errorf("read again from its source it is another question: %+v", again)
		}
	}
}

func FuzzSplitMarkdown(f *testing.F) {
	f.Add("**Which?** {#k type=matching}\n\n- [=] a => b\n  > c\n\n> d\n")
	f.Add("**Which?** {type=cloze}\n\na [[1]] b [[2]]\n\n1. [=] (a) | b\n2. [=] 3 +- 1 {points=2}\n  > c\n")
	f.Add("**Which?** {type=ordering}\n\n1. [=] a\n2. [=] b\n  > c\n")
	f.Add("1. Q?\n- [[X]] a\n[[ ]] b\n\n| a | Correct |\n|-|-|\n| x | Correct |\n| y | Wrong |\n")
	f.Fuzz(func(t *testing.T, src string) {
		segments, _ := markdown.Split(src, "en")
		keys := map[string]bool{}
		for _, one := range segments {
			if one.Question == nil {
				continue
			}
			if err := one.Question.Validate(); err != nil || keys[one.Question.Key] {
				t.Fatalf("question %+v: %v", one.Question, err)
			}
			keys[one.Question.Key] = true
		}
	})
}

// TestAnItemOfManyLinesIsJoinedOnce: each line copied all those before it.
func TestAnItemOfManyLinesIsJoinedOnce(t *testing.T) { //nolint:paralleltest // it counts what is allocated
	source := "**Which?**\n\n- [x] One\n" + strings.Repeat("  more\n", 20_000) + "  > Yes\n" + strings.Repeat("  > more\n", 20_000) + "- [ ] Two\n"
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, warnings := markdown.Split(source, "en")
	runtime.ReadMemStats(&after)
	if made := int(after.TotalAlloc - before.TotalAlloc); made > 100*len(source) || len(warnings) != 1 {
		t.Errorf("%d MB were made of %d kB, %v", made>>20, len(source)>>10, warnings)
	}
}

func TestAPointOfABillionDigitsIsNone(t *testing.T) {
	t.Parallel()
	for _, points := range []string{"1e999999999", "1e-999999999", strings.Repeat("9", 1000)} {
		_, warnings := markdown.Split("**Which?** {points="+points+"}\n\n- [x] One\n- [ ] Two\n", "en")
		if len(warnings) != 1 || warnings[0].Key != "assessment.question_points" {
			t.Errorf("%.20s: %v", points, warnings)
		}
	}
}
