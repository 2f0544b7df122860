package markdown

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"vatra/lms/fault"
	"vatra/lms/lang"
)

// scalar is a value and the line that it stands on. Numbers and yes or no are taken as they were written.
type scalar struct {
	text string
	line int
}

// UnmarshalYAML takes any value that is neither a list nor a mapping.
func (s *scalar) UnmarshalYAML(node ast.Node) error {
	s.line = lineOf(node.GetToken())
	switch n := node.(type) {
	case *ast.StringNode:
		s.text = n.Value
	case *ast.LiteralNode:
		s.text = n.Value.Value
	case *ast.NullNode:
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		s.text = node.GetToken().Value
	default:
		return &yaml.UnexpectedNodeTypeError{Actual: node.Type(), Expected: ast.StringType, Token: node.GetToken()}
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

func (w wording) empty() bool { return w.plain.text == "" && len(w.byLang) == 0 }

func (w wording) texts(first string) lang.Texts {
	texts := lang.Texts{}
	for tag, text := range w.byLang {
		if canonical := lang.Tag(tag); canonical != "" && text.text != "" {
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

// The parser's time grows with the square of what it reads.
const (
	maxYAMLSize  = 64 << 10
	maxFrontSize = 8 << 10
)

var quotedKey = regexp.MustCompile(`"([^"]*)"`)

// decodeYAML reads a mapping. A key that is there twice and a reference to another place are problems; with yaml.Strict an
// unknown key is one too.
func decodeYAML(data string, into any, options ...yaml.DecodeOption) (problem *yamlProblem) {
	defer func() {
		if broken := recover(); broken != nil { // the parser gives up on some broken texts in this way
			problem = &yamlProblem{key: "content.manifest_syntax", line: 1, err: fmt.Errorf("reading YAML: %v", broken)}
		}
	}()
	if len(data) > maxYAMLSize || tooDeep(data) {
		return &yamlProblem{key: "content.manifest_too_large", line: 1}
	}
	file, err := parser.ParseBytes([]byte(data), 0)
	if err != nil {
		return problemOf(err)
	}
	if len(file.Docs) > 1 {
		second := file.Docs[1]
		start := second.Start
		if start == nil {
			start = second.GetToken()
		}
		return &yamlProblem{key: "content.manifest_syntax", line: lineOf(start)}
	}
	if len(file.Docs) == 0 || file.Docs[0].Body == nil {
		return nil
	}
	body := file.Docs[0].Body
	finder := &aliasFinder{}
	if ast.Walk(finder, body); finder.line > 0 {
		return &yamlProblem{key: "content.manifest_alias", line: finder.line}
	}
	if body.Type() != ast.MappingType && body.Type() != ast.MappingValueType {
		return &yamlProblem{key: "content.manifest_type", line: lineOf(body.GetToken())}
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
	if at := located.GetToken(); at != nil {
		problem.line, problem.name = lineOf(at), at.Value
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

func lineOf(t *token.Token) int {
	if t == nil || t.Position == nil {
		return 1
	}
	return max(t.Position.Line, 1)
}

// aliasFinder finds the first anchor, alias or merge, which let a small file unfold into a huge one, or tag, which no
// manifest needs.
type aliasFinder struct{ line int }

// Visit is called for each node.
func (f *aliasFinder) Visit(node ast.Node) ast.Visitor {
	switch node.Type() {
	case ast.AnchorType, ast.AliasType, ast.MergeKeyType, ast.TagType:
		if f.line == 0 {
			f.line = lineOf(node.GetToken())
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
