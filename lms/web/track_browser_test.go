//go:build whole

package web_test

import (
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/browsertest"
	"vatra/lms/web/webtest"
)

// TestAReaderLeavesATrackComesBackAndAsksToBeToldOfAClosedOne is a Bulgarian reader on a phone without scripts.
func TestAReaderLeavesATrackComesBackAndAsksToBeToldOfAClosedOne(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.ReadingCourse())
	s.LessonsOnly()
	s.Person("ivan@example.org", access.RoleLearner, "bg")
	options := browsertest.Options{Width: 360, NoScript: true, Language: "bg"}
	b := browsertest.New(t, options)
	look := func(picture string) {
		t.Helper()
		b.Axe()
		glance(b, options, picture)
	}
	b.Open(s.URL + "/tracks/digital-literacy")
	b.MustContain("2 минути обучение", "Общо 2 минути: четене 2 минути.")
	look("track")
	b.Click("Влезте, за да се запишете")
	b.Fill("Имейл адрес", "ivan@example.org")
	b.Fill("Парола", webtest.Password)
	b.In("main").Click("Влезте")
	b.Click("Запишете се")
	b.Click("Продължете")
	b.Click("Прочетох, продължавам")
	b.Open(s.URL + "/tracks/digital-literacy")
	b.Click("Напуснете тази програма")
	b.MustContain("Програмата вече няма да стои в „Моето обучение“", "се запазват", "остават валидни")
	look("leave")
	b.Click("Напуснете")
	b.MustContain("Напуснахте програмата", "1 от 2")
	look("away")
	b.Open(s.URL + "/learning")
	if strings.Contains(b.Text(), "Дигитална грамотност") {
		t.Error("the track that was left still stands under what is learnt")
	}
	b.Open(s.URL + "/tracks/digital-literacy")
	b.Click("Върнете се в тази програма")
	b.MustContain("Върнахте се", "1 от 2", "Продължете")

	b.Open(s.URL + "/tracks/digitalisation-expert")
	b.MustContain("Подготвя се", "никой не може да се запише")
	b.Click("Съобщете ми, когато се отвори")
	b.MustContain("Ще Ви пишем веднъж, когато тази програма се отвори")
	look("wished")
	b.Open(s.URL + "/tracks")
	look("tracks")
	course := webtest.ReadingCourse()
	course["course.yaml"] = strings.Replace(course["course.yaml"], "digital-literacy-basics", "digitalisation-expert-basics", 1)
	s.InstallFiles(course)
	if letter := s.Letter("ivan@example.org"); letter.Subject != "„Експерт по дигитализация“ е отворена – Vatra" {
		t.Errorf("the letter is called %s", letter.Subject)
	}
	b.Open(s.URL + "/tracks/digitalisation-expert")
	b.Click("Запишете се")
	b.MustContain("Записахте се")
}
