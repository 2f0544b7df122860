package show

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"

	"github.com/a-h/templ"
	"github.com/google/uuid"

	"vatra/content"
	"vatra/lms/web/door"
	"vatra/lms/web/views/parts"
	"vatra/lms/web/views/ui"
)

// What a page is about, in the words of https://schema.org, with what search engines ask for of a course
// (https://developers.google.com/search/docs/appearance/structured-data/course-info).
type (
	linkedCourse struct {
		Context     string         `json:"@context,omitempty"`
		Type        string         `json:"@type"`
		Name        string         `json:"name"`
		Description string         `json:"description,omitempty"`
		URL         string         `json:"url"`
		Provider    *linkedThing   `json:"provider,omitempty"`
		InLanguage  []string       `json:"inLanguage,omitempty"`
		License     string         `json:"license,omitempty"`
		Free        bool           `json:"isAccessibleForFree"`
		Time        string         `json:"timeRequired,omitempty"`
		Offers      *linkedThing   `json:"offers,omitempty"`
		Instance    *linkedSitting `json:"hasCourseInstance,omitempty"`
	}
	// linkedSitting is a course as it is held: here always, and at one's own pace.
	linkedSitting struct {
		Type     string `json:"@type"`
		Mode     string `json:"courseMode"`
		Workload string `json:"courseWorkload"`
	}
	linkedProgram struct {
		Context     string         `json:"@context"`
		Type        string         `json:"@type"`
		Name        string         `json:"name"`
		Description string         `json:"description,omitempty"`
		URL         string         `json:"url"`
		Provider    *linkedThing   `json:"provider"`
		Time        string         `json:"timeToComplete,omitempty"`
		Credential  *linkedThing   `json:"educationalCredentialAwarded"`
		Courses     []linkedCourse `json:"hasCourse,omitempty"`
	}
	linkedThing struct {
		Type     string `json:"@type"`
		Name     string `json:"name,omitempty"`
		URL      string `json:"url,omitempty"`
		Category string `json:"category,omitempty"`
		Kind     string `json:"credentialCategory,omitempty"`
	}
)

const (
	linkedContext = "https://schema.org"
	linkedFree    = "Free"
)

// linkedKey is all that the data of a course depends on.
type linkedKey struct {
	version                            uuid.UUID
	lang, title, summary, url, teacher string
}

// CourseData is a course for search engines; nothing on a page that is not for them. licence is the address of its licence,
// or empty. base has the page's title and description.
func CourseData(d *door.Door, v *door.Visit, base ui.Base, version *content.Version, licence string) templ.Component {
	if base.Robots.Canonical == "" {
		return nil
	}
	key := linkedKey{version.ID, v.P.Lang(), base.Title, base.Description, base.Robots.Canonical, provider(d, v)}
	return base.Keep(key, func(ui.Base) templ.Component {
		time := minutesISO(version.Minutes())
		return linked(linkedCourse{
			Context: linkedContext, Type: "Course", Name: key.title, Description: cmp.Or(key.summary, key.title), URL: key.url,
			Provider: organisation(d, key.teacher), InLanguage: version.Languages, License: licence, Free: true, Time: time,
			Offers: &linkedThing{Type: "Offer", Category: linkedFree}, Instance: &linkedSitting{"CourseInstance", "Online", time},
		})
	}, nil)
}

// TrackData is a track for search engines, with its courses; nothing on a page that is not for them. base has the page's
// title and description.
func TrackData(d *door.Door, v *door.Visit, base ui.Base, track parts.TrackCard, courses []parts.CourseCard) templ.Component {
	if base.Robots.Canonical == "" {
		return nil
	}
	program := linkedProgram{
		Context: linkedContext, Type: "EducationalOccupationalProgram", Name: base.Title, Description: base.Description,
		URL: base.Robots.Canonical, Provider: organisation(d, provider(d, v)),
		Credential: &linkedThing{Type: "EducationalOccupationalCredential", Name: base.Title, Kind: "certificate"},
	}
	if track.Work.Total > 0 {
		program.Time = minutesISO(track.Work.Total)
	}
	for _, course := range courses {
		program.Courses = append(program.Courses, linkedCourse{
			Type: "Course", Name: course.Title.Text, Description: course.Summary.Text, Free: true,
			URL: d.BaseURL + door.InTongue(v.P.Lang(), course.URL),
		})
	}
	return linked(program)
}

// provider is the name of whose courses these are.
func provider(d *door.Door, v *door.Visit) string {
	settings, err := d.House.Settings(v.UserContext())
	if err != nil {
		return "Vatra"
	}
	return cmp.Or(settings.IssuerName, settings.SiteName)
}

func organisation(d *door.Door, name string) *linkedThing {
	return &linkedThing{Type: "Organization", Name: name, URL: d.BaseURL}
}

// minutesISO is a time as ISO 8601 writes it.
func minutesISO(minutes int) string { return fmt.Sprintf("PT%dM", minutes) }

func linked(thing any) templ.Component {
	text, err := json.Marshal(thing)
	if err != nil {
		return templ.ComponentFunc(func(context.Context, io.Writer) error { return err })
	}
	return ui.LinkedData(text)
}
