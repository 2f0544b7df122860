// Package learn owns how the pages of lms/web/learn look.
package learn

import (
	"strings"

	"github.com/a-h/templ"

	"vatra/lms/web/views/parts"
	"vatra/lms/web/views/ui"
)

// CoursesPage is the catalogue.
type CoursesPage struct {
	ui.Base
	ui.Errors
	Query, Language, Length string            // as asked for
	Tracks                  []parts.TrackCard // none where something was searched for
	Courses                 []parts.CourseCard
}

// Searched reports whether the page holds only some of the courses.
func (m CoursesPage) Searched() bool { return m.Query != "" || m.Language != "" || m.Length != "" }

func (m CoursesPage) lengths() []ui.Option {
	options := []ui.Option{{Text: m.T("course.search_any")}}
	for _, length := range []string{"short", "middle", "long"} {
		options = append(options, ui.Option{Value: length, Text: m.T("course.search_length_" + length)})
	}
	return options
}

// CoursePage is one course: what it is, its outline and the reader's place in it.
type CoursePage struct {
	ui.Base
	Gap  *parts.Gap      // nil: the course has the reader's language
	Main templ.Component // CourseMain
}

// CourseParts are what the page of a course says.
type CourseParts struct {
	ui.Base
	Course      parts.CourseCard
	Reading     []parts.LanguageChoice
	Licence     Licence
	CreditsURL  string
	Attribution Attribution
}

// OutlineHole is where the outline of a course goes.
const OutlineHole = "outline"

// Module is a part of a course's outline. Without a title it is the whole course.
type Module struct {
	Title   ui.Words
	Lessons []LessonLine
}

// LessonLine is a lesson in an outline.
type LessonLine struct {
	URL     string
	Title   ui.Words
	Kind    string // page, quiz, topic, file or link
	Minutes int
	Done    bool
	Here    Here
}

// Here tells why a lesson is pointed out in an outline, in the words of ARIA (WAI-ARIA 1.2, aria-current).
type Here string

// The two reasons.
const (
	HerePage Here = "page" // the reader is looking at it
	HereStep Here = "step" // it is where they go on
)

// Licence is what a text or a file may be used for; URL is empty for a licence that we do not know.
type Licence struct{ Name, URL string }

// Attribution names whom a text or a file comes from. URL is set when its source is an address.
type Attribution struct{ Title, Author, Source, URL string }

// Empty reports whether nobody is named.
func (a Attribution) Empty() bool { return a.Title == "" && a.Author == "" && a.Source == "" }

// CreditsPage lists the licence and origin of each file of a course.
type CreditsPage struct {
	ui.Base
	Course ui.Link
	Files  []Credit
}

// Credit is one file of a course and what it may be used for.
type Credit struct {
	File        string
	Licence     Licence
	Attribution Attribution
}

// LicenceOf reads an SPDX identifier (https://spdx.org/licenses/); other words stay as they are.
func LicenceOf(id string) Licence {
	if known, ok := licences[id]; ok {
		return known
	}
	rest, cc := strings.CutPrefix(id, "CC-BY")
	at := strings.LastIndex(rest, "-")
	if !cc || at < 0 {
		return Licence{Name: id}
	}
	conditions, version := "BY"+rest[:at], rest[at+1:]
	return Licence{
		Name: "CC " + conditions + " " + version,
		URL:  "https://creativecommons.org/licenses/" + strings.ToLower(conditions) + "/" + version + "/",
	}
}

var licences = map[string]Licence{
	"CC0-1.0":           {"CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"},
	"MIT":               {"MIT", "https://opensource.org/license/mit"},
	"Apache-2.0":        {"Apache 2.0", "https://www.apache.org/licenses/LICENSE-2.0"},
	"AGPL-3.0":          {"GNU AGPL 3.0", "https://www.gnu.org/licenses/agpl-3.0.html"},
	"LGPL-3.0":          {"GNU LGPL 3.0", "https://www.gnu.org/licenses/lgpl-3.0.html"},
	"GPL-3.0":           {"GNU GPL 3.0", "https://www.gnu.org/licenses/gpl-3.0.html"},
	"GPL-2.0":           {"GNU GPL 2.0", "https://www.gnu.org/licenses/old-licenses/gpl-2.0.html"},
	"GFDL-1.3-or-later": {"GNU FDL 1.3", "https://www.gnu.org/licenses/fdl-1.3.html"},
}

func (h Here) attribute() templ.Attributes {
	if h == "" {
		return nil
	}
	return templ.Attributes{"aria-current": string(h)}
}
