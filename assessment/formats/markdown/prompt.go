package markdown

import (
	"regexp"
	"strings"
)

// prompt is what asks, and the attributes beside it.
type prompt struct {
	from       int // its first block
	text       string
	attributed bool
	asks       bool // it is bold and ends in a question mark
	key        string
	kind       string
	points     string
	tags       []string
	unknown    []string // attributes that were not understood
}

var (
	attributes = regexp.MustCompile(`\s*\{\s*(#[\p{L}\p{N}][\p{L}\p{N}_.-]*)?((?:\s*[a-z]+=(?:"[^"]*"|[^\s"}]+))*)\s*\}\s*$`)
	attribute  = regexp.MustCompile(`([a-z]+)=(?:"([^"]*)"|([^\s"}]+))`)
	itemNumber = regexp.MustCompile(`^\s*\d{1,3}\\?[.)]\s+`)
	hint       = regexp.MustCompile(`^\s*(?:[*_(][^\n]*)?$`)
)

// paragraph reports whether the block at this index is one that may ask.
func (s *splitter) paragraph(at int) bool {
	if at < s.used || at < 0 {
		return false
	}
	kind := s.blocks[at].kind
	return kind == paragraphBlock || kind == numberedBlock
}

// promptOfList is the paragraph right above the list, if it asks, with the bold ones above.
func (s *splitter) promptOfList(at int, double bool) (prompt, bool) {
	last := at - 1
	if !s.paragraph(last) {
		return prompt{}, false
	}
	if p, ok := s.passage(last); ok {
		return p, true
	}
	text := s.source(s.blocks[last])
	asks := double || s.blocks[last].kind == numberedBlock || strings.HasPrefix(strings.TrimSpace(text), "**") ||
		strings.HasPrefix(strings.TrimSpace(text), "__") || strings.Contains(text, "?") || attributes.MatchString(text)
	if !asks {
		return prompt{}, false
	}
	return s.prompt(s.boldAbove(last), last), true
}

// promptOfTable is the nearest bold paragraph above, with what stands between; else the paragraph right above, if it
// asks.
func (s *splitter) promptOfTable(at int) (prompt, bool) {
	for first := at - 1; s.paragraph(first); first-- {
		if _, _, bold := unbold(withoutAttributes(s.source(s.blocks[first]))); bold {
			return s.prompt(s.boldAbove(first), at-1), true
		}
	}
	return s.promptOfList(at, false)
}

// boldAbove is the first of the bold paragraphs that end with the one given.
func (s *splitter) boldAbove(last int) int {
	if _, _, bold := unbold(withoutAttributes(s.source(s.blocks[last]))); !bold {
		return last
	}
	first := last
	for s.paragraph(first - 1) {
		if _, rest, bold := unbold(s.source(s.blocks[first-1])); !bold || rest != "" {
			break
		}
		first--
	}
	return first
}

func (s *splitter) prompt(first, last int) prompt {
	p := prompt{from: first}
	var parts []string
	for at := first; at <= last; at++ {
		text := s.source(s.blocks[at])
		if found := attributes.FindStringSubmatch(text); found != nil && (found[1] != "" || found[2] != "") {
			p.read(found[1], found[2])
			text = text[:len(text)-len(found[0])]
		}
		if s.blocks[at].kind == numberedBlock {
			text = itemNumber.ReplaceAllString(text, "")
		}
		if inner, rest, bold := unbold(text); bold {
			p.asks = strings.HasSuffix(strings.TrimSpace(inner), "?")
			text = inner + rest
		}
		if text = strings.TrimSpace(text); text != "" {
			parts = append(parts, text)
		}
	}
	p.text = strings.Join(parts, "\n\n")
	return p
}

func (p *prompt) read(key, list string) {
	p.attributed = true
	p.key = strings.TrimPrefix(key, "#")
	for _, found := range attribute.FindAllStringSubmatch(list, -1) {
		value := found[2] + found[3]
		switch found[1] {
		case "tags":
			for tag := range strings.SplitSeq(value, ",") {
				if tag = strings.TrimSpace(tag); tag != "" {
					p.tags = append(p.tags, tag)
				}
			}
		case "points":
			p.points = value
		case "type":
			p.kind = value
		default:
			p.unknown = append(p.unknown, found[1])
		}
	}
}

func withoutAttributes(text string) string { return attributes.ReplaceAllString(text, "") }

// unbold takes the stars away from a paragraph that is bold from its first character, and gives what stands behind the
// bold part: nothing, or a hint in italics or brackets on how many to choose.
func unbold(text string) (inner, rest string, bold bool) {
	text = strings.TrimSpace(text)
	for _, mark := range []string{"**", "__"} {
		body, ok := strings.CutPrefix(text, mark)
		if !ok {
			continue
		}
		end := strings.Index(body, mark)
		if end < 1 {
			continue
		}
		for strings.HasPrefix(body[end+1:], mark) { // "*emphasis***" ends with the outer pair
			end++
		}
		inner, rest = body[:end], body[end+len(mark):]
		if hint.MatchString(strings.TrimLeft(rest, " \t\n")) {
			return inner, rest, true
		}
	}
	return "", "", false
}
