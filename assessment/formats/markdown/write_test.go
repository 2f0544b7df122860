package markdown_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vatra/assessment/formats/markdown"
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

func compareWritten(t *testing.T, name, source string) (compared int) {
	t.Helper()
	tag := "en"
	if parts := strings.Split(filepath.Base(name), "."); len(parts) == 3 {
		tag = parts[1]
	}
	questions, _ := markdown.Parse(source, tag)
	for _, question := range questions {
		text := markdown.Write(&question, tag)
		again, warnings := markdown.Parse(text, tag)
		if len(again) != 1 || len(warnings) > 0 || again[0].Digest() != question.Digest() || again[0].Key != question.Key {
			t.Errorf("%s: %s is not the same, %v:\n%s", name, question.Key, warnings, text)
		}
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
