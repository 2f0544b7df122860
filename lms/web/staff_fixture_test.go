package web_test

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"github.com/google/uuid"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

func zipOf(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var packed bytes.Buffer
	archive := zip.NewWriter(&packed)
	for name, text := range files {
		file, err := archive.Create(name)
		webtest.Must(t, err)
		_, err = file.Write([]byte(text))
		webtest.Must(t, err)
	}
	webtest.Must(t, archive.Close())
	return packed.Bytes()
}

// handedIn is an import that no job has taken up yet.
func handedIn(s *webtest.Site, name string, file []byte) string {
	s.T.Helper()
	id, err := s.Imports.Submit(s.T.Context(), access.Operator(), name, bytes.NewReader(file))
	webtest.Must(s.T, err)
	return id.String()
}

// imported is an import that has ended.
func imported(s *webtest.Site, name string, file []byte) string {
	s.T.Helper()
	id, err := s.Imports.Submit(s.T.Context(), access.Operator(), name, bytes.NewReader(file))
	webtest.Must(s.T, err)
	webtest.Must(s.T, s.Imports.Run(s.T.Context(), id))
	return id.String()
}

// idIn is the last piece of the address that an answer leads to.
func idIn(a webtest.Answer) string {
	where := a.Header.Get("Location")
	return where[strings.LastIndex(where, "/")+1:]
}

// runImport is the job of an import.
func runImport(s *webtest.Site, id string) {
	s.T.Helper()
	known, err := uuid.Parse(id)
	webtest.Must(s.T, err)
	webtest.Must(s.T, s.Imports.Run(s.T.Context(), known))
}
