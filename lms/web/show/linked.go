package show

import (
	"cmp"
	"encoding/json"
	"fmt"

	"vatra/content"
	"vatra/lms/i18n"
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
		URL         string         `json:"url,omitempty"`
		Provider    *linkedThing   `json:"provider,omitempty"`
		InLanguage  []string       `json:"inLanguage,omitempty"`
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

const linkedContext = "https://schema.org"

// CourseData is a course for search engines; nothing on a page that is not for them. base has the page's
// title and description. It says what they ask for and no more, since it weighs on the page.
func CourseData(d *door.Door, v *door.Visit, base ui.Base, version *content.Version) string {
	if base.Robots.Canonical == "" {
		return ""
	}
	return linked(linkedCourse{
		Context: linkedContext, Type: "Course", Name: base.Title, Description: cmp.Or(base.Description, base.Title),
		Provider: provider(d, v), InLanguage: version.Languages, Offers: &linkedThing{Type: "Offer", Category: "Free"},
		Instance: &linkedSitting{"CourseInstance", "Online", minutesISO(version.Minutes())},
	})
}

// TrackData is a track for search engines, with its courses; nothing on a page that is not for them. base has the page's
// title and description.
func TrackData(d *door.Door, v *door.Visit, base ui.Base, track parts.TrackCard, courses []parts.CourseCard) string {
	if base.Robots.Canonical == "" {
		return ""
	}
	program := linkedProgram{
		Context: linkedContext, Type: "EducationalOccupationalProgram", Name: base.Title, Description: base.Description,
		URL: base.Robots.Canonical, Provider: provider(d, v),
		Credential: &linkedThing{Type: "EducationalOccupationalCredential", Name: base.Title, Kind: "certificate"},
	}
	if track.Work.Total > 0 {
		program.Time = minutesISO(track.Work.Total)
	}
	for _, course := range courses {
		program.Courses = append(program.Courses, linkedCourse{
			Type: "Course", Name: course.Title.Text, Description: course.Summary.Text,
			URL: d.BaseURL + i18n.InPath(v.P.Lang(), course.URL),
		})
	}
	return linked(program)
}

// provider is whose courses these are.
func provider(d *door.Door, v *door.Visit) *linkedThing {
	provider := &linkedThing{Type: "Organization", Name: "Vatra", URL: d.BaseURL}
	if settings, err := d.House.Settings(v.UserContext()); err == nil {
		provider.Name = cmp.Or(settings.IssuerName, settings.SiteName)
	}
	return provider
}

// minutesISO is a time as ISO 8601 writes it.
func minutesISO(minutes int) string { return fmt.Sprintf("PT%dM", minutes) }

func linked(thing any) string {
	text, err := json.Marshal(thing)
	if err != nil {
		return "" // texts and numbers always can be written
	}
	return string(text)
}
