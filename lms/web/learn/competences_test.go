package learn_test

import (
	"net/http"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

func TestCompetencesStandWhereACourseIsChosenAndWhereItIsProved(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	files := webtest.ReadingCourse()
	files["course.yaml"] = strings.Replace(files["course.yaml"], "licence:", "competences: [4.2, 9.9, 1.1]\nlicence:", 1)
	s.InstallFiles(files)
	s.InstallFiles(webtest.LittleCourse())
	told := []string{"Digital competences (DigComp 3.0)", "<li>1.1 Browsing, searching and filtering information</li><li>4.2 Protecting personal data and privacy</li>"}
	guest := s.Guest()
	guest.Get("/tracks/digital-literacy").Check(t, http.StatusOK, told, nil)
	guest.Get("/courses/digital-literacy-basics").Check(t, http.StatusOK, []string{`<a href="/competences">` + told[0] + `</a>: 1.1, 4.2<`}, nil)
	guest.Get("/competences").Check(t, http.StatusOK, []string{
		"Safety, wellbeing and responsible use</h2>", "<li>4.1 Protecting devices</li><li>4.2 Protecting personal data and privacy</li>",
	}, nil)
	guest.Get("/courses/little").Check(t, http.StatusOK, nil, told[:1])
	s.LessonsOnly()
	code := s.Certify(s.Person("ana@example.org", access.RoleLearner))
	guest.Get("/verify/"+code).Check(t, http.StatusOK, told, nil)
	guest.Header.Set("Accept-Language", "mk")
	guest.Get("/verify/"+code).Check(t, http.StatusOK, []string{"4.2 Заштита на личните податоци и приватноста"}, nil)

	files["course.yaml"] = strings.Replace(files["course.yaml"], "competences: [4.2, 9.9, 1.1]", "competences: [2.1]", 1)
	s.InstallFiles(files)
	guest.Header.Set("Accept-Language", "en")
	guest.Get("/courses/digital-literacy-basics").Check(t, http.StatusOK, []string{"</a>: 2.1<"}, []string{"1.1, 4.2"})
}
