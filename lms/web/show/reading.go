package show

import (
	"strings"
	"time"

	"vatra/content"
	"vatra/lms/i18n"
	"vatra/lms/lang"
	"vatra/lms/web/door"
	"vatra/lms/web/views/parts"
)

// A course may be read in another language than the pages around it. The choice is kept for the course that it was made
// in, so that the next course greets its reader in their own language again.

const (
	readingCookie = "reading" // <course code>/<language tag>
	readingLives  = 30 * 24 * time.Hour
)

// Reading is the language of the course that the visitor reads it in: what the address asks for, which is kept; else
// what they chose before in this course; else their own; else the course's first. It is always one that the course has.
func Reading(d *door.Door, v *door.Visit, version *content.Version) string {
	if tag, chosen := chosenReading(d, v, version); chosen {
		return tag
	}
	if tag, has := lang.Best(v.P.Lang(), version.Languages); has {
		return tag
	}
	return version.Languages[0]
}

// TitleLanguage is the language for what the course and its parts are called. Names come in more languages than texts do, so
// readers who have not chosen a language find them in their own even where the texts are not.
func TitleLanguage(d *door.Door, v *door.Visit, version *content.Version) string {
	if tag, chosen := chosenReading(d, v, version); chosen {
		return tag
	}
	if tag, has := lang.Best(v.P.Lang(), version.Languages); has {
		return tag
	}
	return v.P.Lang()
}

// chosenReading is the language that the visitor asks for, or chose before in this course.
func chosenReading(d *door.Door, v *door.Visit, version *content.Version) (tag string, chosen bool) {
	if asked := v.Query("lang"); asked != "" {
		if tag, has := lang.Best(asked, version.Languages); has {
			d.SetCookie(v, readingCookie, version.Code+"/"+tag, readingLives)
			return tag, true
		}
	}
	if code, tag, kept := strings.Cut(v.Cookies(d.CookieName(readingCookie)), "/"); kept && code == version.Code {
		return lang.Best(tag, version.Languages)
	}
	return "", false
}

// ReadingChoices lead to the same page in each language of the course.
func ReadingChoices(version *content.Version, reading, path string) []parts.LanguageChoice {
	choices := make([]parts.LanguageChoice, 0, len(version.Languages))
	for _, tag := range version.Languages {
		choices = append(choices, parts.LanguageChoice{
			Tag: tag, Name: i18n.NameOf(tag), URL: path + "?lang=" + tag, Current: tag == reading,
		})
	}
	return choices
}
