package intake_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"vatra/assessment/formats/markdown"
	"vatra/content"
	"vatra/content/markup"
	"vatra/content/media"
	"vatra/content/pack"
)

// Somebody who changes the language finds the same thing at the same place.
func TestStarterCoursesGoOnAlikeInEachLanguage(t *testing.T) {
	t.Parallel()
	starters(t, func(t *testing.T, course *pack.Package) {
		type told struct{ entry, kinds string }
		first := map[string]told{}
		compared := 0
		eachSource(course, func(tag, entry, source string) {
			stem := strings.TrimSuffix(entry, "."+tag+".md")
			kinds := strings.Join(kindsOf(t, source, tag), "\n")
			other, known := first[stem]
			if !known {
				first[stem] = told{entry, kinds}
				return
			}
			if compared++; other.kinds != kinds {
				t.Errorf("%s and %s part:\n%s", other.entry, entry, parting(other.kinds, kinds))
			}
		})
		if compared != len(first)*(len(course.Languages)-1) {
			t.Errorf("%d texts were compared with %d", compared, len(first))
		}
	})
}

// kindsOf are the blocks of a text in their order: what each is, and of how many parts.
func kindsOf(t *testing.T, source, tag string) (kinds []string) {
	t.Helper()
	segments, _ := markdown.Split(source, tag)
	for _, segment := range segments {
		if q := segment.Question; q != nil {
			kind := fmt.Sprintf("%s question %s %v", q.Type, q.Key, q.Numbers)
			for _, choice := range q.Choices {
				kind += fmt.Sprintf(" %t", choice.Right)
			}
			for _, pair := range q.Pairs {
				kind += " " + pair.ID + pair.Option
			}
			kinds = append(kinds, kind)
			continue
		}
		root, err := html.Parse(strings.NewReader(drawn(segment.Text)))
		if err != nil {
			t.Fatal(err)
		}
		body := root.FirstChild.LastChild
		for block := range body.ChildNodes() {
			if block.Type == html.ElementNode {
				kinds = append(kinds, block.Data+parts(block))
			}
		}
	}
	return kinds
}

// parts counts what readers count: items, rows, cells, pictures.
func parts(block *html.Node) string {
	counted := map[string]int{}
	for node := range block.Descendants() {
		if slices.Contains([]string{"li", "tr", "td", "img", "p"}, node.Data) && node.Type == html.ElementNode {
			counted[node.Data]++
		}
	}
	return fmt.Sprint(counted) // in the order of the names
}

// drawn is a text as a lesson shows it, but for where its links lead.
func drawn(source string) string {
	renderer := markup.Renderer{Resolve: func(link string) (markup.Resolved, bool) {
		if path.Ext(link) == ".svg" {
			svg := &media.Asset{SHA256: strings.Repeat("0", 64), MediaType: media.SVG, Width: 400, Height: 300}
			return markup.Resolved{Link: markup.AssetLink(svg.SHA256, "a.svg"), Name: "a.svg", Asset: svg}, true
		}
		return markup.Resolved{Link: markup.LessonLink("a")}, true
	}}
	shown, _ := renderer.Render(source, markup.SyntaxMarkdown)
	return shown
}

// parting tells the first lines in which two texts differ.
func parting(one, other string) string {
	ours, theirs := strings.Split(one, "\n"), strings.Split(other, "\n")
	for i := range min(len(ours), len(theirs)) {
		if ours[i] != theirs[i] {
			return fmt.Sprintf("block %d is %s, and %s", i+1, ours[i], theirs[i])
		}
	}
	return fmt.Sprintf("%d blocks, and %d", len(ours), len(theirs))
}

var linked = regexp.MustCompile(`\]\(([^)\s]+)\)`)

func TestLinksOfStarterCoursesLeadSomewhere(t *testing.T) {
	t.Parallel()
	starters(t, func(t *testing.T, course *pack.Package) {
		there := map[string]bool{}
		for _, asset := range course.Assets {
			there[asset.Path] = true
		}
		eachSource(course, func(_, entry, _ string) { there[entry] = true })
		eachSource(course, func(tag, entry, source string) {
			for _, found := range linked.FindAllStringSubmatch(source, -1) {
				address, err := url.Parse(found[1])
				if err != nil || address.Scheme != "" && (address.Scheme != "https" || address.Host == "") {
					t.Errorf("%s: %s is no address", entry, found[1])
					continue
				}
				if address.Scheme != "" {
					continue
				}
				target := path.Join(path.Dir(entry), address.Path)
				if lesson, ok := strings.CutSuffix(target, ".md"); ok {
					target = lesson + "." + tag + ".md"
				}
				if !there[target] {
					t.Errorf("%s leads to %s, which is not there", entry, found[1])
				}
			}
		})
	})
}

// A lesson may weigh 20 KB on the first visit without its pictures. The page around it, with style and scripts, weighs
// less than half of that, and packs the text at least as well as here; the journeys weigh whole pages.
func TestLessonsOfStarterCoursesAreLight(t *testing.T) {
	t.Parallel()
	const most = 10 << 10
	starters(t, func(t *testing.T, course *pack.Package) {
		for _, module := range course.Modules {
			for _, lesson := range module.Lessons {
				for _, text := range lesson.Texts {
					if weight := packed(t, drawn(text.Source)); weight > most {
						t.Errorf("%s weighs %d bytes", text.Entry, weight)
					}
				}
			}
		}
	})
}

func packed(t *testing.T, text string) int {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Len()
}

// The hours of the tracks, in which each of these is the only course: their certificates say them.
var hoursOf = map[string]int{
	"digital-literacy-basics": 24, "digitalisation-expert-basics": 40, "participatory-governance-basics": 24,
}

func TestMinutesOfStarterCoursesMakeUpTheHoursOfTheirTracks(t *testing.T) {
	t.Parallel()
	starters(t, func(t *testing.T, course *pack.Package) {
		hours, counted := hoursOf[course.Code]
		if !counted {
			return
		}
		sum := 0
		for _, module := range course.Modules {
			for _, lesson := range module.Lessons {
				sum += lesson.Minutes
			}
		}
		if sum != hours*60 {
			t.Errorf("the lessons and the quiz take %d minutes, and the track %d", sum, hours*60)
		}
	})
}

// Work away from the screen is not done by turning the page: whoever completes it says what came of it.
func TestLongWorkInStarterCoursesIsDeclared(t *testing.T) {
	t.Parallel()
	const long = 60 // minutes
	starters(t, func(t *testing.T, course *pack.Package) {
		for _, module := range course.Modules {
			for _, lesson := range module.Lessons {
				if lesson.Kind != content.KindPage || lesson.Minutes < long {
					continue
				}
				questions, _ := markdown.Parse(lesson.Texts["en"].Source, "en")
				if lesson.Completion != content.ByQuestion || len(questions) == 0 {
					t.Errorf("%s takes %d minutes, and is completed by reading", lesson.Key, lesson.Minutes)
				}
			}
		}
	})
}
