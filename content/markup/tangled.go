package markup

import (
	"strings"

	"golang.org/x/net/html"
)

// What the reader of HTML may be given: what is marked bold and never ended is bold again in each paragraph after it, and
// nothing stops that. An author's text, as long as one can read it, is far from all of these.
const (
	maxNodes      = 250_000 // tags and texts
	maxRepeated   = 500_000 // the same, with what is marked and not ended counted at each
	maxAttributes = 200     // of one tag
)

// Tangled reports whether HTML would become a tree out of all proportion: by its tags and texts, by the attributes of one
// tag, or by what is marked bold or the like and never ended, which the reader of HTML opens again in every block that follows
// (section 13.2.4.3 of the HTML standard).
func Tangled(source string) bool {
	var marked formatting
	nodes, repeated := 0, 0
	tokens := html.NewTokenizer(strings.NewReader(source))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return false
		case html.EndTagToken:
			name, _ := tokens.TagName()
			marked.end(string(name))
			continue
		case html.StartTagToken, html.SelfClosingTagToken:
			raw := string(tokens.Raw())
			name, more := tokens.TagName()
			marked.start(string(name), raw)
			for n := 1; more; n++ {
				if _, _, more = tokens.TagAttr(); n > maxAttributes {
					return true
				}
			}
		default:
		}
		nodes, repeated = nodes+1, repeated+1+marked.open
		if nodes > maxNodes || repeated > maxRepeated {
			return true
		}
	}
}

// formatting counts the elements that are opened again until they are ended. Of those that look the same, three are.
type formatting struct {
	open  int
	begun map[string][]string // name → tags
	alike map[string]int      // tag → how often
}

const threeAlike = 3

func (f *formatting) start(name, tag string) {
	switch name {
	case "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u":
	default:
		return
	}
	if f.begun == nil {
		f.begun, f.alike = map[string][]string{}, map[string]int{}
	}
	f.begun[name] = append(f.begun[name], tag)
	if f.alike[tag]++; f.alike[tag] <= threeAlike {
		f.open++
	}
}

func (f *formatting) end(name string) {
	begun := f.begun[name]
	if len(begun) == 0 {
		return
	}
	tag := begun[len(begun)-1]
	f.begun[name] = begun[:len(begun)-1]
	if f.alike[tag] <= threeAlike {
		f.open--
	}
	f.alike[tag]--
}
