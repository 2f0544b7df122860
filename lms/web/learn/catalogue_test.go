package learn_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"vatra/lms/web/webtest"
)

func TestCoursesAreLookedFor(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.LittleCourse())
	s.InstallFiles(webtest.ReadingCourse())
	guest := s.Guest()
	guest.Get("/courses").Check(t, http.StatusOK,
		[]string{"What you can learn", ">Training tracks<", "/tracks/digital-literacy", "/courses/little", "/courses/digital-literacy-basics"}, nil)
	guest.Get("/courses?q=putin").Check(t, http.StatusOK,
		[]string{"1 course found", "/courses/little", `value="putin"`, "Show all courses"},
		[]string{"/courses/digital-literacy-basics", `id="tracks"`})
	guest.Get("/courses?in=bg&length=short").Check(t, http.StatusOK,
		[]string{"1 course found", "/courses/little", `<option value="bg" selected lang="bg">`, `<option value="short" selected>`}, nil)
	guest.Get("/courses?in=xx&length=none").Check(t, http.StatusOK, []string{"2 courses found"}, nil)
	guest.Get("/courses?length=long").Check(t, http.StatusOK, []string{"No course was found"}, nil)
	guest.Get("/courses?q="+url.QueryEscape("?!")).Check(t, http.StatusUnprocessableEntity,
		[]string{"Please type at least one word", `value="?!"`}, []string{"No course was found"})
	guest.Get("/courses?q="+strings.Repeat("a", 10_000)).Check(t, http.StatusUnprocessableEntity,
		[]string{"at most 200 characters"}, nil)
	guest.Get("/courses?q=%00%ff").Check(t, http.StatusUnprocessableEntity, nil, nil)
}
