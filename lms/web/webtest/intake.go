package webtest

import (
	"archive/zip"
	"bytes"
	"testing"

	"github.com/google/uuid"

	"vatra/lms/access"
)

// Zip packs files by their names.
func Zip(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var packed bytes.Buffer
	archive := zip.NewWriter(&packed)
	for name, text := range files {
		file, err := archive.Create(name)
		Must(t, err)
		_, err = file.Write([]byte(text))
		Must(t, err)
	}
	Must(t, archive.Close())
	return packed.Bytes()
}

// HandedIn is an import that no job has taken up yet.
func (s *Site) HandedIn(name string, file []byte) string {
	s.T.Helper()
	id, err := s.Imports.Submit(s.T.Context(), access.Operator(), name, bytes.NewReader(file))
	Must(s.T, err)
	return id.String()
}

// Imported is an import that has ended.
func (s *Site) Imported(name string, file []byte) string {
	s.T.Helper()
	id := s.HandedIn(name, file)
	s.RunImport(id)
	return id
}

// RunImport is the job of an import.
func (s *Site) RunImport(id string) {
	s.T.Helper()
	known, err := uuid.Parse(id)
	Must(s.T, err)
	Must(s.T, s.Imports.Run(s.T.Context(), known))
}
