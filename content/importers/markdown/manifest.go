package markdown

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"time"

	"github.com/goccy/go-yaml"

	"vatra/content/pack"
	"vatra/lms/lang"
)

// manifestName is the file at the root of a Markdown package that describes it.
const manifestName = "course.yaml"

// manifestVersion is the only version of the manifest's form, as its key "vatra" says.
const manifestVersion = "1"

// manifest is course.yaml as written by hand. Its keys and their rules are those of the Package that it becomes.
type manifest struct {
	Vatra       scalar         `yaml:"vatra"`
	Code        scalar         `yaml:"code"`
	Title       wording        `yaml:"title"`
	Summary     wording        `yaml:"summary"`
	Languages   []scalar       `yaml:"languages"`
	Licence     scalar         `yaml:"licence"`
	Attribution attribution    `yaml:"attribution"`
	Competences []scalar       `yaml:"competences"`
	Picture     pictureEntry   `yaml:"picture"`
	Modules     []moduleEntry  `yaml:"modules"`
	Quizzes     []quizEntry    `yaml:"quizzes"`
	Assets      []licenceEntry `yaml:"assets"`
}

type attribution struct {
	Title  scalar `yaml:"title"`
	Author scalar `yaml:"author"`
	Source scalar `yaml:"source"`
}

type pictureEntry struct {
	File scalar  `yaml:"file"`
	Alt  wording `yaml:"alt"`
}

// decorative is the alternative text of a picture that says nothing.
const decorative = "decorative"

// check wants a word about every picture, so that none is without by mistake.
func (p pictureEntry) check() *yamlProblem {
	switch {
	case p.File.text == "" && p.Alt.empty():
		return nil
	case p.File.text == "":
		return p.File.missing("picture.file")
	case p.Alt.empty():
		return p.File.missing("picture.alt")
	}
	return nil
}

type moduleEntry struct {
	Folder scalar  `yaml:"folder"`
	Title  wording `yaml:"title"`
}

type quizEntry struct {
	Key       scalar      `yaml:"key"`
	File      scalar      `yaml:"file"`
	Title     wording     `yaml:"title"`
	After     scalar      `yaml:"after"`
	Minutes   scalar      `yaml:"minutes"`
	Opens     scalar      `yaml:"opens"`
	Closes    scalar      `yaml:"closes"`
	TimeLimit scalar      `yaml:"time_limit"`
	Attempts  *int        `yaml:"attempts"` // nil: any number
	PassMark  scalar      `yaml:"pass_mark"`
	Shuffle   bool        `yaml:"shuffle"`
	Grade     scalar      `yaml:"grade"`
	Review    scalar      `yaml:"review"`
	Draw      []drawEntry `yaml:"draw"`
}

type drawEntry struct {
	Tag   scalar `yaml:"tag"`
	Count int    `yaml:"count"`
}

type licenceEntry struct {
	Path    scalar `yaml:"path"`
	Licence scalar `yaml:"licence"`
	Author  scalar `yaml:"author"`
}

// parseManifest reads course.yaml and checks what can be known without the other files.
func parseManifest(data string) (*manifest, error) {
	m := &manifest{}
	if problem := decodeYAML(data, m, yaml.Strict()); problem != nil {
		return nil, problem.fault()
	}
	if problem := m.check(); problem != nil {
		return nil, problem.fault()
	}
	return m, nil
}

func (m *manifest) check() *yamlProblem {
	if m.Vatra.text != manifestVersion {
		return m.Vatra.wrong("vatra")
	}
	if pack.Slug(m.Code.text) != m.Code.text {
		return m.Code.wrong("code")
	}
	for _, tag := range m.Languages {
		if lang.Tag(tag.text) == "" {
			return tag.wrong("languages")
		}
	}
	if len(m.Languages) == 0 {
		return scalar{}.missing("languages")
	}
	if len(m.Title.texts(m.Languages[0].text)) == 0 {
		return scalar{}.missing("title")
	}
	if problem := m.Picture.check(); problem != nil {
		return problem
	}
	wordings := []wording{m.Title, m.Summary, m.Picture.Alt}
	for _, module := range m.Modules {
		if module.Folder.text == "" {
			return module.Folder.missing("modules.folder")
		}
		wordings = append(wordings, module.Title)
	}
	keys := map[string]bool{}
	for _, quiz := range m.Quizzes {
		if problem := quiz.check(keys); problem != nil {
			return problem
		}
		keys[pack.Slug(quiz.Key.text)] = true
		wordings = append(wordings, quiz.Title)
	}
	for _, w := range wordings {
		for tag, text := range w.byLang {
			if lang.Tag(tag) == "" {
				return &yamlProblem{key: "content.manifest_value", name: "title, summary", text: tag, line: text.line}
			}
		}
	}
	return nil
}

var (
	percentage  = regexp.MustCompile(`^(100(\.0{1,2})?|\d{1,2}(\.\d{1,2})?)$`)
	gradeRules  = []string{"", "best", "last", "first", "average"}
	reviewRules = []string{"", "during", "after", "closed", "never"}
)

func (q quizEntry) check(earlier map[string]bool) *yamlProblem {
	_, unreadable := readMinutes(q.Minutes)
	for name, moment := range map[string]scalar{"opens": q.Opens, "closes": q.Closes} {
		if _, ok := pack.Moment(moment.text, nil); !ok {
			return moment.wrong(name)
		}
	}
	switch _, err := q.seconds(); {
	case pack.Slug(q.Key.text) == "":
		return q.Key.missing("quizzes.key")
	case q.File.text == "":
		return q.File.missing("quizzes.file")
	case earlier[pack.Slug(q.Key.text)]:
		return q.Key.wrong("key")
	case unreadable:
		return q.Minutes.wrong("minutes")
	case err != nil:
		return q.TimeLimit.wrong("time_limit")
	case q.Attempts != nil && *q.Attempts < 1:
		return &yamlProblem{key: "content.manifest_value", name: "attempts", text: fmt.Sprint(*q.Attempts), line: q.Key.line}
	case q.PassMark.text != "" && !percentage.MatchString(q.PassMark.text):
		return q.PassMark.wrong("pass_mark")
	case !slices.Contains(gradeRules, q.Grade.text):
		return q.Grade.wrong("grade")
	case !slices.Contains(reviewRules, q.Review.text):
		return q.Review.wrong("review")
	}
	for _, draw := range q.Draw {
		if draw.Count < 1 {
			return draw.Tag.wrong("draw")
		}
	}
	return nil
}

// minutes are those that the author gives for the quiz, else what its time limit leaves.
func (q quizEntry) minutes() int {
	if minutes, _ := readMinutes(q.Minutes); minutes > 0 {
		return minutes
	}
	seconds, _ := q.seconds()
	return (seconds + 59) / 60
}

const maxTimeLimit = 24 * time.Hour

// seconds is the time limit; a manifest writes it as 30m or 1h30m, up to 24h.
func (q quizEntry) seconds() (int, error) {
	if q.TimeLimit.text == "" {
		return 0, nil
	}
	limit, err := time.ParseDuration(q.TimeLimit.text)
	if err == nil && (limit < time.Second || limit%time.Second != 0) {
		err = errors.New("not a whole number of seconds")
	}
	if limit > maxTimeLimit {
		err = errors.New("longer than a day")
	}
	return int(limit / time.Second), err
}
