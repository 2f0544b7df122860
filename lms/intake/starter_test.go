package intake_test

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"vatra/assessment"
	"vatra/assessment/formats/markdown"
	"vatra/content/importers"
	"vatra/content/pack"
	"vatra/content/starter"
	"vatra/lms/intake"
)

// starters opens each course that comes with Vatra for a test of its own.
func starters(t *testing.T, test func(t *testing.T, course *pack.Package)) {
	t.Helper()
	for _, folder := range starter.Folders() {
		t.Run(folder, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), folder)
			if err := os.CopyFS(dir, starter.Course(folder)); err != nil {
				t.Fatal(err)
			}
			course, err := importers.Open(t.Context(), dir)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = course.Close() })
			test(t, course)
		})
	}
}

// A warning tells of a text, a question or a link that is missing in one of the course's languages, among other things.
func TestStarterCoursesAreWholeInEachOfTheirLanguages(t *testing.T) {
	t.Parallel()
	starters(t, func(t *testing.T, course *pack.Package) {
		report, err := intake.Survey(t.Context(), course)
		if err != nil {
			t.Fatal(err)
		}
		for _, warning := range report.Warnings {
			t.Errorf("%s: %s %v", warning.Entry, warning.Key, warning.Args)
		}
		for _, tag := range []string{"ro", "bg", "en", "sq", "mk", "sr"} {
			if course.Titles[tag] == "" || course.Summaries[tag] == "" {
				t.Errorf("neither title nor summary may lack in %s", tag)
			}
			for _, module := range course.Modules {
				if module.Titles[tag] == "" {
					t.Errorf("module %s has no title in %s", module.Key, tag)
				}
				for _, lesson := range module.Lessons {
					if lesson.Texts[tag].Title == "" {
						t.Errorf("lesson %s has no title in %s", lesson.Key, tag)
					}
				}
			}
		}
	})
}

func TestStarterCoursesTellEveryWrongChoiceWhyItIsWrong(t *testing.T) {
	t.Parallel()
	starters(t, func(t *testing.T, course *pack.Package) {
		eachSource(course, func(tag, entry, source string) {
			questions, _ := markdown.Parse(source, tag)
			for _, question := range questions {
				if len(question.Choices) == 0 && question.Texts[tag].Wrong == "" {
					t.Errorf("%s: a wrong answer to %q is told nothing", entry, question.Texts[tag].Prompt)
				}
				for _, choice := range wrongChoices(question) {
					if question.Texts[tag].Items[choice].Feedback == "" {
						t.Errorf("%s: a wrong choice of %q says nothing", entry, question.Texts[tag].Prompt)
					}
				}
			}
		})
	})
}

func wrongChoices(question assessment.Question) (ids []string) {
	for _, choice := range question.Choices {
		if !choice.Right {
			ids = append(ids, choice.ID)
		}
	}
	return ids
}

// eachSource goes through the Markdown of every lesson and quiz, in each language.
func eachSource(course *pack.Package, do func(tag, entry, source string)) {
	for _, module := range course.Modules {
		for _, lesson := range module.Lessons {
			for tag, text := range lesson.Texts {
				if text.Source != "" { // else only its title is said
					do(tag, text.Entry, text.Source)
				}
			}
			if lesson.Quiz == nil {
				continue
			}
			for tag, source := range lesson.Quiz.Sources {
				do(tag, source.Entry, string(source.Data))
			}
		}
	}
}

var picture = regexp.MustCompile(`!\[([^\]]*)\]\(([^)\s]+)`)

func TestStarterCoursesDescribeTheirPicturesInTheLanguageOfTheText(t *testing.T) {
	t.Parallel()
	starters(t, func(t *testing.T, course *pack.Package) {
		eachSource(course, func(tag, entry, source string) {
			for _, found := range picture.FindAllStringSubmatch(source, -1) {
				if strings.TrimSpace(found[1]) == "" {
					t.Errorf("%s: %s has no description", entry, found[2])
				}
				if _, lang := pack.SplitLanguage(path.Base(found[2])); lang != "" && lang != tag {
					t.Errorf("%s shows %s", entry, found[2])
				}
			}
		})
	})
}

func TestStarterCoursesSayHowLongEachPartTakes(t *testing.T) {
	t.Parallel()
	starters(t, func(t *testing.T, course *pack.Package) {
		for _, module := range course.Modules {
			for _, lesson := range module.Lessons {
				if lesson.Minutes == 0 {
					t.Errorf("%s does not say how long it takes", lesson.Key)
				}
			}
		}
	})
}

func TestFilesOfStarterCoursesAreFreeAndLight(t *testing.T) {
	t.Parallel()
	const pictureLimit = 12 << 10
	starters(t, func(t *testing.T, course *pack.Package) {
		for _, asset := range course.Assets {
			if asset.Licence != "CC-BY-4.0" || asset.Attribution.Author == "" {
				t.Errorf("%s: %q, by %q", asset.Path, asset.Licence, asset.Attribution.Author)
			}
			if strings.HasPrefix(asset.MediaType, "image/") && asset.Size > pictureLimit {
				t.Errorf("%s weighs %d bytes", asset.Path, asset.Size)
			}
		}
	})
}

// fewest is how many questions a final quiz has to draw from where it must be more than half as many again as it asks.
var fewest = map[string]int{"digitalisation-expert-basics": 40, "participatory-governance-basics": 40}

// A final quiz draws: whoever takes it again meets other questions.
func TestStarterQuizzesDrawFromManyQuestions(t *testing.T) {
	t.Parallel()
	starters(t, func(t *testing.T, course *pack.Package) {
		for _, module := range course.Modules {
			for _, lesson := range module.Lessons {
				if lesson.Quiz != nil {
					drawsFromMany(t, lesson, fewest[course.Code])
				}
			}
		}
	})
}

func drawsFromMany(t *testing.T, lesson pack.Lesson, least int) {
	t.Helper()
	asked, tagged := 0, map[string]int{}
	questions, _ := markdown.Parse(string(lesson.Quiz.Sources["en"].Data), "en")
	for _, question := range questions {
		for _, tag := range question.Tags {
			tagged[tag]++
		}
	}
	for _, draw := range lesson.Quiz.Draws {
		asked += draw.Count
		if tagged[draw.Tag] <= draw.Count {
			t.Errorf("%s draws %d of %d questions on %s", lesson.Key, draw.Count, tagged[draw.Tag], draw.Tag)
		}
	}
	if asked == 0 || len(questions) < least || 2*len(questions) < 3*asked {
		t.Errorf("%s asks %d of %d questions", lesson.Key, asked, len(questions))
	}
	if slices.ContainsFunc(questions, func(q assessment.Question) bool { return len(q.Tags) == 0 }) {
		t.Errorf("%s has questions that are never asked", lesson.Key)
	}
}
