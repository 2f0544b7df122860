package shape

import (
	"html"
	"regexp"
	"strings"

	"vatra/content/markup/commonmark"
)

// signs are how a note begins, by its tone: as GitHub and others have it.
var signs = map[string]string{"tip": "TIP", "warning": "WARNING", "remember": "IMPORTANT"}

// ToneOf is what a note is that begins with the sign; empty where it is none.
func ToneOf(sign string) string {
	switch strings.ToUpper(sign) {
	case "TIP":
		return "tip"
	case "WARNING", "CAUTION":
		return "warning"
	case "IMPORTANT", "NOTE":
		return "remember"
	}
	return ""
}

// Sign is how a quotation begins that is a note.
var Sign = regexp.MustCompile(`^\[!([A-Za-z]+)\][ \t]*(?:\n|$)`)

// By begins the last paragraph of a quotation, and says whose words they are.
const By = "— "

// inside are the lines of a quotation without their signs; false where one has none.
func inside(lines []string) (text string, ok bool) {
	within := make([]string, 0, len(lines))
	for _, one := range lines {
		one, quoted := strings.CutPrefix(one, ">")
		if !quoted {
			return "", false
		}
		within = append(within, strings.TrimPrefix(one, " "))
	}
	return strings.Join(within, "\n"), true
}

func quoted(text string) string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	for n, one := range lines {
		lines[n] = strings.TrimRight("> "+one, " ")
	}
	return strings.Join(lines, "\n")
}

func (b *Block) readNote(lines []string) bool {
	text, ok := inside(lines)
	found := Sign.FindStringSubmatch(text)
	if !ok || found == nil {
		return false
	}
	b.Tone, b.Text = ToneOf(found[1]), trimmed(text[len(found[0]):])
	return b.Tone != ""
}

func (b *Block) readQuote(lines []string) bool {
	text, ok := inside(lines)
	if !ok || Sign.MatchString(text) {
		return false
	}
	b.Text = trimmed(text)
	at := strings.LastIndex("\n\n"+b.Text, "\n\n"+By)
	if at >= 0 && !strings.Contains(b.Text[at:], "\n") {
		b.Title, b.Text = strings.TrimPrefix(b.Text[at:], By), trimmed(b.Text[:at])
	}
	if bare := strings.TrimPrefix(b.Text, `\`); Sign.MatchString(bare) {
		b.Text = bare
	}
	return true
}

func (b Block) writtenQuote() string {
	text := trimmed(b.Text)
	if Sign.MatchString(text) {
		text = `\` + text
	}
	if by := line(b.Title); by != "" {
		text = strings.TrimLeft(text+"\n\n"+By+by, "\n")
	}
	return quoted(text)
}

var (
	fold      = regexp.MustCompile(`(?s)^<details>\n<summary>([^\n]*)</summary>\n\n(?:(.*)\n\n)?</details>$`)
	foldWords = regexp.MustCompile(`(?i)<(/?(?:details|summary))`)
	inSummary = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
)

func (b *Block) readFold(source string) bool {
	found := fold.FindStringSubmatch(strings.TrimRight(source, " \t"))
	if found == nil || foldWords.MatchString(found[2]) || strings.Contains(found[1], "<") {
		return false
	}
	b.Title, b.Text = line(html.UnescapeString(found[1])), trimmed(found[2])
	return ends(b.Text)
}

// ends reports whether a paragraph after the text is one: a fence, or HTML, that is begun and never ends would take it in.
func ends(text string) bool {
	const after = "after"
	page, _, err := commonmark.HTML([]byte(text+"\n\n"+after), "")
	return err == nil && strings.Contains(page, "<p>"+after+"</p>")
}

func (b Block) writtenFold() string {
	text := foldWords.ReplaceAllString(trimmed(b.Text), "&lt;$1")
	if text != "" {
		text += "\n\n"
	}
	return "<details>\n<summary>" + inSummary.Replace(line(b.Title)) + "</summary>\n\n" + text + "</details>"
}
