package i18n

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// used are the keys that a source asks for, with the places. A key that the source puts together, "role."+role, is
// known by its beginning.
type used struct {
	keys, prefixes map[string]string
	literals       map[string]bool // every string of the source, for what is asked for in a roundabout way
}

var (
	quoted  = regexp.MustCompile(`"([a-z0-9_.]+)"`)
	inViews = regexp.MustCompile(`\.(?:T|N|Has)\(\s*"([^"]+)"(\s*\+)?`)
	// Where a key is one argument of a call: the name of what is called, and which argument.
	keyArguments = map[string]int{
		"T": 0, "N": 0, "Has": 0, // a printer, or a view that holds one
		"New": 1, "Wrap": 2, "Warn": 1, // fault
		"Found": 1, // pg
		"Add":   1, // fault.Fields
	}
	catalogueKey = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$`)
)

func TestEveryKeyOfTheSourceIsTranslated(t *testing.T) {
	t.Parallel()
	asked := readSource(t, "../..")
	if len(asked.keys) < 20 {
		t.Fatalf("the source asks for %d keys only: is it being read?", len(asked.keys))
	}
	have := editions(t)["en"].messages // the other languages are held equal to it
	for _, key := range slices.Sorted(maps.Keys(asked.keys)) {
		if _, known := have[key]; !known {
			t.Errorf("%s: the catalogue has no %q", asked.keys[key], key)
		}
	}
	for _, prefix := range slices.Sorted(maps.Keys(asked.prefixes)) {
		begins := func(key string) bool { return strings.HasPrefix(key, prefix) }
		if !slices.ContainsFunc(slices.Collect(maps.Keys(have)), begins) {
			t.Errorf("%s: no key of the catalogue begins with %q", asked.prefixes[prefix], prefix)
		}
	}
}

// TestNoKeyIsLeftBehind finds messages that nothing can ask for any more: their key stands nowhere in the source, nor does
// a beginning that the source completes.
func TestNoKeyIsLeftBehind(t *testing.T) {
	t.Parallel()
	said := readSource(t, "../..").literals
	alive := func(key string) bool {
		if said[key] || said[strings.TrimSuffix(key, ".title")] { // an error page adds .title to a fault's key
			return true
		}
		for i := range key {
			if (key[i] == '.' || key[i] == '_') && said[key[:i+1]] {
				return true
			}
		}
		return strings.HasPrefix(key, "error.") && strings.HasSuffix(key, ".title") // one for each kind of fault
	}
	for key := range editions(t)["en"].messages {
		if !alive(key) {
			t.Errorf("nothing asks for %s", key)
		}
	}
}

func readSource(t *testing.T, root string) used {
	t.Helper()
	found := used{keys: map[string]string{}, prefixes: map[string]string{}, literals: map[string]bool{}}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && path != root && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "node_modules"):
			return fs.SkipDir
		case strings.HasSuffix(path, "_test.go"), strings.HasSuffix(path, "_templ.go"):
			return nil
		case strings.HasSuffix(path, ".templ"):
			return found.addView(path)
		case strings.HasSuffix(path, ".go"):
			return found.addGo(path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func (u used) addView(path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	for _, match := range quoted.FindAllSubmatch(text, -1) {
		u.literals[string(match[1])] = true
	}
	for _, match := range inViews.FindAllSubmatch(text, -1) {
		if len(match[2]) > 0 {
			u.prefixes[string(match[1])] = path
		} else {
			u.keys[string(match[1])] = path
		}
	}
	return nil
}

func (u used) addGo(path string) error {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			if text, ok := literal(n); ok {
				u.literals[text] = true
			}
		case *ast.CallExpr:
			if callee, ok := n.Fun.(*ast.SelectorExpr); ok {
				if at, takes := keyArguments[callee.Sel.Name]; takes && at < len(n.Args) {
					u.addKey(n.Args[at], set)
				}
			}
		case *ast.KeyValueExpr:
			if name, ok := n.Key.(*ast.Ident); ok && (name.Name == "Key" || name.Name == "Menu") {
				u.addKey(n.Value, set)
			}
		}
		return true
	})
	return nil
}

func (u used) addKey(e ast.Expr, set *token.FileSet) {
	where := set.Position(e.Pos()).String()
	if sum, ok := e.(*ast.BinaryExpr); ok && sum.Op == token.ADD {
		if prefix, ok := literal(sum.X); ok && strings.HasSuffix(prefix, ".") {
			u.prefixes[prefix] = where
		}
		return
	}
	if key, ok := literal(e); ok && catalogueKey.MatchString(key) {
		u.keys[key] = where
	}
}

func literal(e ast.Expr) (string, bool) {
	basic, ok := e.(*ast.BasicLit)
	if !ok || basic.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(basic.Value)
	return text, err == nil
}
