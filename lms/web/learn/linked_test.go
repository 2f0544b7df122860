package learn_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

var dataBlock = regexp.MustCompile(`<script type="application/ld\+json">(.*?)</script>`)

// linked is what the page tells search engines.
func linked(t *testing.T, page webtest.Answer) map[string]any {
	t.Helper()
	blocks := dataBlock.FindAllStringSubmatch(page.Body, -1)
	if len(blocks) != 1 {
		t.Fatalf("%d blocks of data", len(blocks))
	}
	var data map[string]any
	if err := json.Unmarshal([]byte(blocks[0][1]), &data); err != nil {
		t.Fatalf("%v in %s", err, blocks[0][1])
	}
	return data
}

func TestACourseIsToldToSearchEngines(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	files := webtest.LittleCourse()
	const hostile = `</script><!--<script>alert(1)&amp;`
	files["course.yaml"] = strings.Replace(files["course.yaml"], `ro: "Despre puțin."`, `ro: "`+hostile+`"`, 1)
	s.InstallFiles(files)
	page := s.Guest().Get("/ro/courses/little")
	page.Check(t, http.StatusOK, nil, []string{"</script><!--", "<script>alert"})
	data := linked(t, page)
	for key, want := range map[string]string{
		"@context": "https://schema.org", "@type": "Course", "name": "Curs mic", "description": hostile,
		"inLanguage": "[ro bg]", "provider": "map[@type:Organization name:Vatra url:" + s.URL + "]",
		"offers":            "map[@type:Offer category:Free]",
		"hasCourseInstance": "map[@type:CourseInstance courseMode:Online courseWorkload:PT33M]",
	} {
		if got := fmt.Sprint(data[key]); got != want {
			t.Errorf("%s is %s, want %s", key, got, want)
		}
	}
	s.Person("ana@example.org", access.RoleLearner)
	s.As("ana@example.org").Get("/courses/little").Check(t, http.StatusOK, nil, []string{"ld+json"})
}

func TestATrackIsToldToSearchEngines(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.ReadingCourse())
	data := linked(t, s.Guest().Get("/en/tracks/digital-literacy"))
	courses := fmt.Sprint(data["hasCourse"])
	if data["@type"] != "EducationalOccupationalProgram" || data["url"] != s.URL+"/en/tracks/digital-literacy" ||
		!strings.Contains(courses, "url:"+s.URL+"/en/courses/digital-literacy-basics") || data["timeToComplete"] == nil ||
		!strings.Contains(fmt.Sprint(data["educationalCredentialAwarded"]), "credentialCategory:certificate") {
		t.Errorf("it says %v", data)
	}
}
