//go:build real

package formats_test

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vatra/assessment"
	"vatra/assessment/formats/markdown"
)

// shared is the folder with the real courses.
func shared(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("VATRA_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared")
	}
	if _, err := os.Stat(dir); err != nil {
		t.Fatalf("the real courses are missing: set VATRA_SHARED (%v)", err)
	}
	return filepath.Join(dir, "data")
}

// TestQuestionsOfTheDigitalServicesCourse counts what a reader of the files counted by eye: lists with [x], lists with
// [[X]], and tables with a column Correct/Incorrect.
func TestQuestionsOfTheDigitalServicesCourse(t *testing.T) {
	t.Parallel()
	type count = map[assessment.Type]int
	want := map[string]count{
		"Module-0/Self-Paced Materials/1_Program Pre-Assessment.md": {assessment.Single: 11},
		"Module-1/Sprint-1/Self-Paced Materials/1_The Digital Services Landscape.md": {
			assessment.TrueFalse: 2, assessment.Single: 1,
		},
		"Module-1/Sprint-2/Self-Paced Materials/1_Digital Service Methods, Roles, and Sources of Supply.md": {assessment.Single: 5},
		"Module-2/Sprint-3/Self-Paced Materials/1_Defining Success for your Digital Services Acquisition.md": {
			assessment.Single: 3, assessment.Multiple: 2, assessment.TrueFalse: 1,
		},
		"Module-2/Sprint-4/Self-Paced Materials/1_Conducting Effective Market Research.md": {assessment.Multiple: 1},
		"Module-3/Sprint-1/Self-Paced Materials/1_Developing a Successful Acquisition Strategy.md": {
			assessment.Single: 11, assessment.TrueFalse: 1,
		},
		"Module-3/Sprint-3/Self-Paced Materials/1_Running a Successful Evaluation.md": {
			assessment.TrueFalse: 1, assessment.Single: 1, assessment.Multiple: 1,
		},
		"Module-4/Sprint-2/Self-paced/1_Performance Measurement Under Agile Delivery Contracts.md": {
			assessment.Single: 2, assessment.Multiple: 1,
		},
		"Module-4/Sprint-3/Self-Paced Materials/1_Contract Kickoff.md": {assessment.Single: 4, assessment.Multiple: 1},
		"Module-5/Sprint-1/Self-paced/1_Leading Change as an Individual.md": {
			assessment.TrueFalse: 1, assessment.Single: 2, assessment.Multiple: 1,
		},
		"Module-5/Sprint-2/Self-Paced Materials/2_Post-Program Assessment.md": {assessment.Single: 15},
	}
	root := filepath.Join(shared(t), "ditap-digital-services-en")
	total, warned, files := count{}, map[string]int{}, 0
	eachMarkdown(t, root, func(name, src string) {
		files++
		segments, warnings := markdown.Split(src, "en")
		got := count{}
		for _, one := range segments {
			if one.Question == nil {
				continue
			}
			got[one.Question.Type]++
			total[one.Question.Type]++
			checkTaught(t, name, one.Question)
		}
		if !maps.Equal(got, want[name]) && len(got)+len(want[name]) > 0 {
			t.Errorf("%s: %v, want %v", name, got, want[name])
		}
		for _, w := range warnings {
			warned[name+" "+w.Key]++
		}
	})
	if files != 68 {
		t.Errorf("%d files, want 68", files)
	}
	if want := (count{assessment.Single: 55, assessment.Multiple: 7, assessment.TrueFalse: 6}); !maps.Equal(total, want) {
		t.Errorf("in all %v, want %v", total, want)
	}
	// Three lists ask, but say what is right in words only.
	const unmarked = "Module-4/Sprint-4/Self-paced/1_Contract Management and Problem Resolution.md assessment.warning_no_right_choice"
	if len(warned) != 1 || warned[unmarked] != 3 {
		t.Errorf("warnings %v", warned)
	}
}

// checkTaught asserts what every question of that course has: feedback, and texts without the marks of their form.
func checkTaught(t *testing.T, name string, q *assessment.Question) {
	t.Helper()
	text := q.Texts["en"]
	taught := text.Right != ""
	for _, c := range q.Choices {
		item := text.Items[c.ID]
		taught = taught || item.Feedback != ""
		if strings.ContainsAny(item.Text[:1], "[]|>") || strings.Contains(item.Text, "(correct)") {
			t.Errorf("%s: choice %q", name, item.Text)
		}
	}
	if !taught && !strings.Contains(text.Prompt, "Answering questions about a potential acquisition") {
		t.Errorf("%s: no feedback for %q", name, text.Prompt)
	}
	if strings.HasPrefix(text.Prompt, "1") || strings.Contains(text.Wrong, "Correct!") {
		t.Errorf("%s: prompt %q, wrong %q", name, text.Prompt, text.Wrong)
	}
}

// TestCourseInThreeLanguagesHasNoQuestions: its quizzes are links to a form elsewhere.
func TestCourseInThreeLanguagesHasNoQuestions(t *testing.T) {
	t.Parallel()
	eachMarkdown(t, filepath.Join(shared(t), "security101-en-ro-bg"), func(name, src string) {
		if questions, warnings := markdown.Parse(src, "ro"); len(questions)+len(warnings) > 0 {
			t.Errorf("%s: %d questions, warnings %v", name, len(questions), warnings)
		}
	})
}

func eachMarkdown(t *testing.T, root string, do func(name, src string)) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".md" {
			return err
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		do(filepath.ToSlash(name), string(src))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
