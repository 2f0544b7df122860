package web_test

import (
	"archive/zip"
	"bytes"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"vatra/lms/access"
	"vatra/lms/tracks"
)

// lessonsOnly makes the track of the reading course ask for what that course has: its lessons.
func (s *site) lessonsOnly() {
	s.t.Helper()
	track, err := s.Tracks.Track(s.t.Context(), "digital-literacy")
	must(s.t, err)
	_, err = s.Tracks.Change(s.t.Context(), access.Operator(), track.Code, tracks.Change{
		Hours: track.Hours, CourseCodes: track.CourseCodes, Rules: tracks.Rules{LessonsCompleted: true, QuizzesPassed: true},
	})
	must(s.t, err)
}

// certify gives somebody the certificate of the one track whose course is readingCourse, and tells its code.
func (s *site) certify(learner access.Actor) string {
	s.t.Helper()
	s.lessonsOnly()
	_, err := s.Enrolment.Enrol(s.t.Context(), learner, "digital-literacy")
	must(s.t, err)
	for _, key := range []string{"first", "second"} {
		_, _, err := s.Reading.CompleteLesson(s.t.Context(), learner, "digital-literacy-basics", key)
		must(s.t, err)
	}
	awards, err := s.Awards.Awards(s.t.Context(), learner.UserID)
	must(s.t, err)
	if len(awards) != 1 {
		s.t.Fatalf("%d certificates", len(awards))
	}
	return awards[0].Code.Printed()
}

func zipOf(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var packed bytes.Buffer
	archive := zip.NewWriter(&packed)
	for name, text := range files {
		file, err := archive.Create(name)
		must(t, err)
		_, err = file.Write([]byte(text))
		must(t, err)
	}
	must(t, archive.Close())
	return packed.Bytes()
}

// handedIn is an import that no job has taken up yet.
func (s *site) handedIn(name string, file []byte) string {
	s.t.Helper()
	id, err := s.Imports.Submit(s.t.Context(), access.Operator(), name, bytes.NewReader(file))
	must(s.t, err)
	return id.String()
}

// imported is an import that has ended.
func (s *site) imported(name string, file []byte) string {
	s.t.Helper()
	id, err := s.Imports.Submit(s.t.Context(), access.Operator(), name, bytes.NewReader(file))
	must(s.t, err)
	must(s.t, s.Imports.Run(s.t.Context(), id))
	return id.String()
}

// upload sends a form with one file, with the token of the page that was read last.
func (r *reader) upload(path, field, name string, file []byte, others map[string]string) answer {
	r.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	if found := formToken.FindStringSubmatch(r.last.Body); found != nil {
		must(r.t, form.WriteField("csrf", found[1]))
	}
	for name, value := range others {
		must(r.t, form.WriteField(name, value))
	}
	if name != "" {
		part, err := form.CreateFormFile(field, name)
		must(r.t, err)
		_, err = part.Write(file)
		must(r.t, err)
	}
	must(r.t, form.Close())
	request, err := http.NewRequestWithContext(r.t.Context(), http.MethodPost, r.site.url+path, &body)
	must(r.t, err)
	request.Header.Set("Content-Type", form.FormDataContentType())
	request.Header.Set("Origin", r.site.url)
	return r.send(request)
}

// idIn is the last piece of the address that an answer leads to.
func idIn(a answer) string {
	where := a.Header.Get("Location")
	return where[strings.LastIndex(where, "/")+1:]
}

// runImport is the job of an import.
func (s *site) runImport(id string) {
	s.t.Helper()
	known, err := uuid.Parse(id)
	must(s.t, err)
	must(s.t, s.Imports.Run(s.t.Context(), known))
}
