package pages

import (
	"fmt"
	"strings"

	"vatra/content/markup"
	"vatra/lms/fault"
	"vatra/lms/i18n"
)

// Values are what the settings say of the house. An address of e-mail and a telephone number may be empty.
type Values struct {
	Site, Organisation, Email, Phone string
	Address                          string // of the site, without a slash at its end
}

// Fill puts the values in the place of {site}, {organisation}, {email}, {phone} and {address}. A line that asks for a value
// which is empty is left out as a whole, so that a text reads well without it. E-mail addresses and telephone numbers become
// links. Values are taken as plain words: nothing in them is Markdown.
func Fill(source string, v Values) string {
	var kept []string
	for line := range strings.SplitSeq(lines(source), "\n") {
		if v.Email == "" && strings.Contains(line, "{email}") || v.Phone == "" && strings.Contains(line, "{phone}") {
			continue
		}
		kept = append(kept, line)
	}
	return strings.NewReplacer(
		"{site}", plain(v.Site), "{organisation}", plain(v.Organisation), "{address}", v.Address,
		"{email}", "["+plain(v.Email)+"](mailto:"+plain(v.Email)+")",
		"{phone}", "["+plain(v.Phone)+"](tel:"+dialled(v.Phone)+")",
	).Replace(strings.Join(kept, "\n"))
}

// plain writes every sign that could mean something in Markdown or HTML as a reference (CommonMark, section 2.5).
func plain(words string) string {
	var out strings.Builder
	for _, r := range words {
		if r < 0x80 && (r < '0' || r > '9' && r < 'A' || r > 'Z' && r < 'a' || r > 'z') && r != ' ' {
			fmt.Fprintf(&out, "&#%d;", r)
		} else {
			out.WriteRune(r)
		}
	}
	return out.String()
}

// dialled is a telephone number as tel: has it (RFC 3966): digits, and a plus before them.
func dialled(phone string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, phone)
}

// HTML is a text as readers see it, safe to show, and what had to be left out of it: it goes the way of all that authors
// write, so that nothing in it can run. The title is that of its page: a first heading that says the same is left out.
func HTML(source string, v Values, title, locale string) (string, []fault.Warning) {
	renderer := markup.Renderer{
		Resolve: func(string) (markup.Resolved, bool) { return markup.Resolved{}, false },
		Title:   title, Lang: locale, Labels: markup.LabelsBy(i18n.For(locale).T),
	}
	return renderer.Render(Fill(source, v), markup.SyntaxMarkdown)
}
