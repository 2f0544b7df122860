package markdown_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vatra/assessment"
	"vatra/assessment/formats/markdown"
	"vatra/assessment/questiontest"
)

// Every question of the courses that come with Vatra is the same after it was written and read again.
func TestAQuestionIsTheSameAfterItWasWritten(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../../content/starter/*/*/*.md")
	if err != nil || len(files) == 0 {
		t.Fatal("there are no courses to read", err)
	}
	compared := 0
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		compared += compareWritten(t, file, string(source))
	}
	if compared < 500 {
		t.Errorf("%d questions were compared", compared)
	}
}

func TestEveryFormIsTheSameAfterItWasWritten(t *testing.T) {
	t.Parallel()
	if compareWritten(t, "forms", `
**Which *one*?** {#one tags="a,b c" points=2.5}

- [ ] First,
  on two lines
  > Not this one.
- [x] Second

> Right.
> Wrong.

**Which?** {#both type=multiple}

- [x] First
- [x] Second

> Correct! Both.

**How many?** {#number}

- [=] 72 +- 0.5
- [=] 80 +- 0

**Which word?** {#word}

- [=] cheie
- [=] chei

**What belongs together?** {#pairs}

- [=] one => two
  > Count again.
- [=] three => four
- [=] => five

**True?** {#true}

- [x] True
- [ ] False

> Yes.
>
> No.
> Not at all.
`) != 6 {
		t.Error("not all forms were read")
	}
}

// A type that is added to assessment.Types is written too, or this fails.
func TestEveryTypeIsTheSameAfterItWasWritten(t *testing.T) {
	t.Parallel()
	for _, kind := range assessment.Types() {
		question := questiontest.Of(kind)
		text := question.Texts["en"]
		for _, feedback := range [][2]string{{"Yes.", "Not quite."}, {"", ""}, {"Yes.", ""}, {"", "No."}, {"Yes.", "Yes."}, {"One.\n\nTwo\nlines.", "No.\n\nNever."}} {
			text.Syntax, text.Right, text.Wrong = assessment.Markdown, feedback[0], feedback[1]
			question.Texts["en"] = text
			mustBeTheSame(t, string(kind), "en", &question)
		}
		text.Prompt = "**Read** this.\n\n" + text.Prompt
		question.Texts["en"] = text
		mustBeTheSame(t, string(kind), "en", &question)
	}
}

func TestWhatIsHardToWriteIsTheSame(t *testing.T) {
	t.Parallel()
	if compareWritten(t, "hard", `
**Rows?** {#rows type=matrix points=3}

- [=] => no
- [=] => yes
- [=] one => yes
- [=] two => no
  > Not two.

**Sort.** {#sort type=ordering}

1. [=] first
   > The first.
2. [=] second

**Which years?** {#years type=select}

Of [[1]], [[2]] and [[3]].

- [x] 2
- [ ] 1
- [x] 3

**Fill.** {#fill type=cloze points=5}

It is [[2]], or [[1]], of **[[3]]**.

- [=] a \\| b | c
- [=] 30 +- 1 | 40 +- 0 {points=2}
- [=] x \\| y | (z) {points=3}

**How much?** {#scale type=scale}

- [ ] 1
- [ ] 2
`) != 5 {
		t.Error("not all forms were read")
	}
}

func mustBeTheSame(t *testing.T, name, tag string, question *assessment.Question) {
	t.Helper()
	text := markdown.Write(question, tag)
	again, warnings := markdown.Parse(text, tag)
	if len(again) != 1 || len(warnings) > 0 || again[0].Digest() != question.Digest() || again[0].Key != question.Key {
		t.Errorf("%s: %s is not the same, %v:\n%s", name, question.Key, warnings, text)
	}
}

func compareWritten(t *testing.T, name, source string) (compared int) {
	t.Helper()
	tag := "en"
	if parts := strings.Split(filepath.Base(name), "."); len(parts) == 3 {
		tag = parts[1]
	}
	questions, _ := markdown.Parse(source, tag)
	for _, question := range questions {
		mustBeTheSame(t, name, tag, &question)
		compared++
	}
	return compared
}

func TestWhatAFormDoesNotKnowStays(t *testing.T) {
	t.Parallel()
	const source = `Look at the list first.

**Whose is it?** {#whose level=hard points=2}

- [x] Everybody's
- [ ] Nobody's

And another:

**The capital?**

- [=] Paris`
	questions, _ := markdown.Parse(source, "en")
	first := questions[0]
	text := first.Texts["en"]
	text.Prompt = "Whose register is it?"
	first.Texts["en"] = text
	const want = `Look at the list first.

**Whose register is it?** {#whose points=2 type=single level=hard}

- [x] Everybody's
- [ ] Nobody's


And another:

**The capital?**

- [=] Paris`
	if got := markdown.Rewrite(source, &first, "en"); got != want {
		t.Errorf("it has become\n%s", got)
	}
	if got := markdown.Rewrite("Only a note.", &first, "en"); !strings.HasPrefix(got, "Only a note.\n\n**Whose register") {
		t.Errorf("a note has become\n%s", got)
	}
}
