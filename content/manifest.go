package content

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"vatra/lms/fault"
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
	Tracks      []scalar       `yaml:"tracks"`
	Modules     []moduleEntry  `yaml:"modules"`
	Quizzes     []quizEntry    `yaml:"quizzes"`
	Assets      []licenceEntry `yaml:"assets"`
}

type attribution struct {
	Title  scalar `yaml:"title"`
	Author scalar `yaml:"author"`
	Source scalar `yaml:"source"`
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
	TimeLimit scalar      `yaml:"time_limit"`
	Attempts  int         `yaml:"attempts"`
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

// scalar is a value and the line that it stands on. Numbers and yes or no are taken as they were written.
type scalar struct {
	text string
	line int
}

// UnmarshalYAML takes any value that is neither a list nor a mapping.
func (s *scalar) UnmarshalYAML(node ast.Node) error {
	if tag, ok := node.(*ast.TagNode); ok {
		node = tag.Value
	}
	token := node.GetToken()
	s.line = token.Position.Line
	switch n := node.(type) {
	case *ast.StringNode:
		s.text = n.Value
	case *ast.LiteralNode:
		s.text = n.Value.Value
	case *ast.NullNode:
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		s.text = token.Value
	default:
		return &yaml.UnexpectedNodeTypeError{Actual: node.Type(), Expected: ast.StringType, Token: token}
	}
	s.text = strings.TrimSpace(s.text)
	return nil
}

// wording is a text by language, or one text in the package's first language.
type wording struct {
	plain  scalar
	byLang map[string]scalar
}

// UnmarshalYAML takes a text or a mapping from language to text.
func (w *wording) UnmarshalYAML(node ast.Node) error {
	if node.Type() == ast.MappingType {
		return yaml.NodeToValue(node, &w.byLang, yaml.Strict())
	}
	return w.plain.UnmarshalYAML(node)
}

func (w wording) texts(first string) Texts {
	texts := Texts{}
	for tag, text := range w.byLang {
		if canonical := languageTag(tag); canonical != "" && text.text != "" {
			texts[canonical] = text.text
		}
	}
	if w.plain.text != "" {
		texts[first] = w.plain.text
	}
	return texts
}

// yamlProblem is why a piece of YAML was not taken. Its key is the message for course.yaml.
type yamlProblem struct {
	key  string
	line int
	name string
	text string
	err  error
}

func (p *yamlProblem) args(lineOffset int) []any {
	return []any{"Line", p.line + lineOffset, "Name", p.name, "Value", p.text}
}

// frontKey is the message for the front matter of a text, which says less: the text is there to look at.
func (p *yamlProblem) frontKey() string {
	switch p.key {
	case "content.manifest_unknown_key":
		return "content.front_unknown_key"
	case "content.manifest_value":
		return "content.front_value"
	default:
		return "content.front_syntax"
	}
}

func (p *yamlProblem) fault() error {
	return fault.Wrap(p.err, fault.Invalid, p.key, append([]any{"Entry", manifestName}, p.args(0)...)...)
}

const maxYAMLSize = 256 << 10

var quotedKey = regexp.MustCompile(`"([^"]*)"`)

// decodeYAML reads a mapping. A key that is there twice and a reference to another place are problems; with yaml.Strict an
// unknown key is one too.
func decodeYAML(data string, into any, options ...yaml.DecodeOption) *yamlProblem {
	if len(data) > maxYAMLSize || tooDeep(data) {
		return &yamlProblem{key: "content.manifest_too_large", line: 1}
	}
	file, err := parser.ParseBytes([]byte(data), 0)
	if err != nil {
		return problemOf(err)
	}
	if len(file.Docs) > 1 {
		return &yamlProblem{key: "content.manifest_syntax", line: file.Docs[1].GetToken().Position.Line}
	}
	if len(file.Docs) == 0 || file.Docs[0].Body == nil {
		return nil
	}
	body := file.Docs[0].Body
	finder := aliasFinder{}
	if ast.Walk(&finder, body); finder.line > 0 {
		return &yamlProblem{key: "content.manifest_alias", line: finder.line}
	}
	if body.Type() != ast.MappingType && body.Type() != ast.MappingValueType {
		return &yamlProblem{key: "content.manifest_type", line: body.GetToken().Position.Line}
	}
	if err := yaml.NodeToValue(body, into, options...); err != nil {
		return problemOf(err)
	}
	return nil
}

func problemOf(err error) *yamlProblem {
	problem := &yamlProblem{key: "content.manifest_syntax", line: 1, err: err}
	located, ok := errors.AsType[yaml.Error](err)
	if !ok {
		return problem
	}
	if token := located.GetToken(); token != nil && token.Position != nil {
		problem.line, problem.name = token.Position.Line, token.Value
	}
	switch located.(type) {
	case *yaml.UnknownFieldError:
		problem.key = "content.manifest_unknown_key"
	case *yaml.DuplicateKeyError:
		problem.key = "content.manifest_duplicate_key"
	case *yaml.TypeError, *yaml.OverflowError, *yaml.UnexpectedNodeTypeError:
		problem.key, problem.text = "content.manifest_type", problem.name
	default:
		if strings.Contains(located.GetMessage(), "already defined") {
			problem.key = "content.manifest_duplicate_key"
		}
	}
	if m := quotedKey.FindStringSubmatch(located.GetMessage()); m != nil && problem.key != "content.manifest_type" {
		problem.name = m[1]
	}
	return problem
}

// aliasFinder finds the first anchor, alias or merge: they let a small file unfold into a huge one.
type aliasFinder struct{ line int }

// Visit is called for each node.
func (f *aliasFinder) Visit(node ast.Node) ast.Visitor {
	switch node.Type() {
	case ast.AnchorType, ast.AliasType, ast.MergeKeyType:
		if f.line == 0 {
			f.line = node.GetToken().Position.Line
		}
	}
	return f
}

const maxYAMLDepth = 50

// tooDeep sees lists in lists without end before the parser follows them.
func tooDeep(data string) bool {
	open := 0
	for line := range strings.Lines(data) {
		open += strings.Count(line, "[") + strings.Count(line, "{") - strings.Count(line, "]") - strings.Count(line, "}")
		nested := strings.Count(line, "- ") + strings.Count(line, "? ")
		if open > maxYAMLDepth || strings.Count(line, "[") > maxYAMLDepth*10 || strings.Count(line, "{") > maxYAMLDepth*10 ||
			nested > maxYAMLDepth*10 {
			return true
		}
	}
	return false
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
	if slug(m.Code.text) != m.Code.text {
		return m.Code.wrong("code")
	}
	for _, tag := range m.Languages {
		if languageTag(tag.text) == "" {
			return tag.wrong("languages")
		}
	}
	if len(m.Languages) == 0 {
		return scalar{}.missing("languages")
	}
	if len(m.Title.texts(m.Languages[0].text)) == 0 {
		return scalar{}.missing("title")
	}
	wordings := []wording{m.Title, m.Summary}
	for _, module := range m.Modules {
		if module.Folder.text == "" {
			return module.Folder.missing("modules.folder")
		}
		wordings = append(wordings, module.Title)
	}
	for i, quiz := range m.Quizzes {
		if problem := quiz.check(m.Quizzes[:i]); problem != nil {
			return problem
		}
		wordings = append(wordings, quiz.Title)
	}
	for _, w := range wordings {
		for tag, text := range w.byLang {
			if languageTag(tag) == "" {
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

func (q quizEntry) check(earlier []quizEntry) *yamlProblem {
	switch _, err := q.seconds(); {
	case slug(q.Key.text) == "":
		return q.Key.missing("quizzes.key")
	case q.File.text == "":
		return q.File.missing("quizzes.file")
	case slices.ContainsFunc(earlier, func(e quizEntry) bool { return slug(e.Key.text) == slug(q.Key.text) }):
		return q.Key.wrong("key")
	case err != nil:
		return q.TimeLimit.wrong("time_limit")
	case q.Attempts < 0:
		return &yamlProblem{key: "content.manifest_value", name: "attempts", text: fmt.Sprint(q.Attempts), line: q.Key.line}
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

// seconds is the time limit; a manifest writes it as 30m or 1h30m.
func (q quizEntry) seconds() (int, error) {
	if q.TimeLimit.text == "" {
		return 0, nil
	}
	limit, err := time.ParseDuration(q.TimeLimit.text)
	if err == nil && (limit < time.Second || limit%time.Second != 0) {
		err = errors.New("not a whole number of seconds")
	}
	return int(limit / time.Second), err
}

func (s scalar) wrong(name string) *yamlProblem {
	if s.line == 0 {
		return s.missing(name)
	}
	return &yamlProblem{key: "content.manifest_value", name: name, text: s.text, line: s.line}
}

func (s scalar) missing(name string) *yamlProblem {
	return &yamlProblem{key: "content.manifest_missing_key", name: name, line: max(s.line, 1)}
}

// noFile is the fault of naming a file or folder that the package does not have.
func (s scalar) noFile() error {
	return (&yamlProblem{key: "content.manifest_missing_file", name: s.text, line: s.line}).fault()
}

// path is a file or folder that the manifest names, in the form of the entries' paths.
func (s scalar) path() string {
	return strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(s.text, `\`, "/")), "/")
}
