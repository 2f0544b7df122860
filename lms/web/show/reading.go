package show

import (
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"vatra/content"
	"vatra/lms/i18n"
	"vatra/lms/lang"
	"vatra/lms/web/door"
	"vatra/lms/web/views/parts"
)

// A course may be read in another language than the pages around it. The choice is kept for the courses that it was made
// in, so that the next course greets its reader in their own language again.

const (
	readingCookie  = "reading" // <course code>/<language tag>, the newest choice first, with readingBetween between them
	readingBetween = "|"
	readingLives   = 365 * 24 * time.Hour
	mostReading    = 12 // courses, so that the cookie stays small
)

// Reading is in which languages a visitor meets a course.
type Reading struct {
	Text    string   // of its texts; always one that the course has
	Titles  string   // of what it and its parts are called, for which there are more languages than for texts
	serving []string // what may serve a visitor whose own language it lacks, and who has chosen none
}

// ReadingOf is what the address asks for, which is kept; else what the visitor chose before in this course; else their own, or
// the first that may serve them.
func ReadingOf(d *door.Door, v *door.Visit, version *content.Version) Reading {
	if tag, chosen := chosenReading(d, v, version); chosen {
		return Reading{Text: tag, Titles: tag}
	}
	if tag, has := lang.Best(v.P.Lang(), version.Languages); has {
		return Reading{Text: tag, Titles: tag}
	}
	order := servingOrder(d, v, version)
	reading := Reading{Text: order[0], Titles: order[0], serving: order}
	if _, has := lang.Best(v.P.Lang(), version.Titles.Languages()); has {
		reading.Titles = v.P.Lang()
	}
	return reading
}

// Gap tells a visitor that the course lacks their language, and offers those it has; nil where it does not, and for those
// who have chosen one. path is that of the page.
func (r Reading) Gap(v *door.Visit, path string) *parts.Gap {
	if r.serving == nil {
		return nil
	}
	gap := GapOf(v, "course.fallback", v.P.Lang(), r.Text)
	gap.Choices = readingChoices(r.serving, "", path)
	return gap
}

// GapOf says that something is missing in one language and shown in another.
func GapOf(v *door.Visit, key, missing, in string) *parts.Gap {
	return &parts.Gap{Text: v.P.T(key, "Missing", v.P.Language(missing), "In", v.P.Language(in))}
}

// servingOrder are the languages of a course in the order in which they may serve a visitor whose own it lacks: as their browser
// asks for them, then the site's, then as the course has them.
func servingOrder(d *door.Door, v *door.Visit, version *content.Version) []string {
	wanted := i18n.Wanted(v.Get(fiber.HeaderAcceptLanguage))
	if settings, err := d.House.Settings(v.UserContext()); err == nil {
		wanted = append(wanted, settings.DefaultLocale)
	}
	var order []string
	for _, tag := range append(wanted, version.Languages...) {
		if serves, has := lang.Best(tag, version.Languages); has && !slices.Contains(order, serves) {
			order = append(order, serves)
		}
	}
	return order
}

// chosenReading is the language that the visitor asks for, or chose before in this course.
func chosenReading(d *door.Door, v *door.Visit, version *content.Version) (tag string, chosen bool) {
	if asked := v.Query("lang"); asked != "" {
		if tag, has := lang.Best(asked, version.Languages); has {
			keepReading(d, v, version.Code, tag)
			return tag, true
		}
	}
	for one := range strings.SplitSeq(v.Cookies(d.CookieName(readingCookie)), readingBetween) {
		if code, tag, kept := strings.Cut(one, "/"); kept && code == version.Code {
			return lang.Best(tag, version.Languages)
		}
	}
	return "", false
}

// keepReading puts the choice before those for other courses.
func keepReading(d *door.Door, v *door.Visit, code, tag string) {
	kept := []string{code + "/" + tag}
	for one := range strings.SplitSeq(v.Cookies(d.CookieName(readingCookie)), readingBetween) {
		if one != "" && !strings.HasPrefix(one, code+"/") && len(kept) < mostReading {
			kept = append(kept, one)
		}
	}
	d.SetCookie(v, readingCookie, strings.Join(kept, readingBetween), readingLives)
}

// ReadingChoices lead to the same page in each language of the course.
func ReadingChoices(version *content.Version, reading, path string) []parts.LanguageChoice {
	return readingChoices(version.Languages, reading, path)
}

func readingChoices(tags []string, reading, path string) []parts.LanguageChoice {
	choices := make([]parts.LanguageChoice, 0, len(tags))
	for _, tag := range tags {
		choices = append(choices, parts.LanguageChoice{
			Tag: tag, Name: i18n.NameOf(tag), URL: path + "?lang=" + tag, Current: tag == reading,
		})
	}
	return choices
}
