package verify

import (
	"regexp"
	"strings"

	"github.com/a-h/templ"

	"vatra/certificates"
	"vatra/lms/fault"
	"vatra/lms/text"
	"vatra/lms/web/door"
	"vatra/lms/web/show"
	"vatra/lms/web/views/ui"
	views "vatra/lms/web/views/verify"
)

const (
	mostCodes = 50 // of one list: what a person looks through on one page
	lineShown = 80 // characters of a line that is no code
)

func (a *area) listPage(v *door.Visit, title, typed string) views.ListPage {
	page := views.ListPage{Base: a.Base(v, title), Typed: typed, Max: mostCodes}
	page.Crumbs = []ui.Link{{Text: v.P.T("nav.verify"), URL: "/verify"}}
	page.Section = "nav.verify"
	return page
}

func (a *area) showList(v *door.Visit) error {
	return a.Render(v, views.List(a.listPage(v, v.P.T("verify.list"), "")))
}

// checkList tells of each line whether it is a certificate that holds. A list that is too long is refused whole, and stays
// in the form: half of an answer would look like all of it.
func (a *area) checkList(v *door.Visit) error {
	v.Set("X-Robots-Tag", "noindex")
	typed := v.FormValue("codes")
	lines := linesOf(typed)
	fields := fault.Fields{}
	switch {
	case len(lines) == 0:
		fields.Add("codes", "verify.list_empty")
	case len(lines) > mostCodes:
		fields.Add("codes", "verify.list_too_many", "Count", len(lines), "Max", mostCodes)
	}
	if err := fields.Err(); err != nil {
		return a.Again(v, err, func(e ui.Errors) templ.Component {
			page := a.listPage(v, v.P.T("verify.list"), typed)
			page.Errors = e
			return views.List(page)
		})
	}
	checked, holding, err := a.check(v, lines)
	if err != nil {
		return err
	}
	page := a.listPage(v, v.P.T("verify.list_title", "Valid", holding, "All", len(lines)), typed)
	page.Lines = checked
	return a.Render(v, views.List(page))
}

// linesOf are the lines that say something. Lists come out of tables too, whose cells are parted by tabs, commas or
// semicolons.
func linesOf(typed string) (lines []string) {
	for _, line := range strings.FieldsFunc(typed, func(r rune) bool { return strings.ContainsRune("\r\n\t,;", r) }) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// written is a code as it is printed, among other words.
var written = regexp.MustCompile(`[\pL\d]{4}(?:[\pPd ][\pL\d]{4}){3}`)

// codeIn is the code that a line is, or that stands among its words.
func codeIn(line string) (certificates.Code, error) {
	code, err := certificates.ParseCode(line)
	if err == nil {
		return code, nil
	}
	for _, part := range append(written.FindAllString(line, -1), strings.Fields(line)...) {
		if found, wrong := certificates.ParseCode(part); wrong == nil {
			return found, nil
		}
	}
	return "", err
}

func (a *area) check(v *door.Visit, lines []string) (checked []views.ListLine, holding int, err error) {
	var codes []certificates.Code
	for _, line := range lines {
		one := views.ListLine{Typed: text.Cut(line, lineShown), State: "mistyped"}
		code, err := codeIn(line)
		if err != nil {
			one.Told = v.P.Fault(door.AsFault(err))
		} else {
			one.State, one.Code = "unknown", code.Printed()
			codes = append(codes, code)
		}
		checked = append(checked, one)
	}
	awards, err := a.Awards.Certificates(v.UserContext(), codes)
	if err != nil {
		return nil, 0, err
	}
	byCode := make(map[string]*certificates.Award, len(awards))
	for i := range awards {
		byCode[awards[i].Code.Printed()] = &awards[i]
	}
	for i := range checked {
		if award := byCode[checked[i].Code]; award != nil {
			fillLine(v, &checked[i], award)
			if award.Status().State == certificates.Valid {
				holding++
			}
		}
	}
	return checked, holding, nil
}

func fillLine(v *door.Visit, line *views.ListLine, award *certificates.Award) {
	record := &award.Record
	line.State, line.Holder = string(award.Status().State), record.HolderName
	line.Track, line.Day = show.RecordWords(v, record.TrackNames, record), record.AwardedOn.Time()
	if award.Newest != nil {
		line.Newest = award.Newest.Code.Printed()
	}
}
