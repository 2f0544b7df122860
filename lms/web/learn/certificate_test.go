package learn_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

func TestACertificateIsItsHoldersToDownload(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	holder := s.Person("ana@example.org", access.RoleLearner)
	ana := s.As("ana@example.org")
	ana.Get("/certificates").Check(t, http.StatusOK, []string{"You have no certificates yet"}, []string{"/pdf"})
	award := s.Award(holder.UserID)
	path := "/certificates/" + award.Code.Printed() + "/pdf"
	ana.Get("/certificates").Check(t, http.StatusOK, []string{
		"Digital literacy", "Issued on 2 November 2026", "Mark: 87.5%", award.Code.Printed(), `href="` + path + `" download`,
		`readonly value="` + s.URL + "/verify/" + award.Code.Printed() + `"`, "data-copy",
	}, []string{"no longer valid"})

	paper := ana.Get(path)
	if paper.Status != http.StatusOK || paper.Header.Get("Content-Type") != "application/pdf" ||
		!strings.HasPrefix(paper.Body, "%PDF-") || !strings.Contains(paper.Body[len(paper.Body)-8:], "%%EOF") {
		t.Fatalf("status %d, %s, %d bytes", paper.Status, paper.Header.Get("Content-Type"), len(paper.Body))
	}
	if paper.Header.Get("Content-Length") != strconv.Itoa(len(paper.Body)) ||
		paper.Header.Get("Content-Disposition") != `attachment; filename="certificate-`+award.Code.Printed()+`.pdf"` ||
		paper.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("its headers are %v", paper.Header)
	}
	if again := ana.Get(path); again.Body != paper.Body {
		t.Error("the paper differs the second time")
	}

	webtest.Must(t, s.Awards.Revoke(t.Context(), s.DB, string(award.Code), uuid.Must(uuid.NewV7()), "Issued by mistake"))
	ana.Get("/certificates").Check(t, http.StatusOK, []string{"no longer valid", "Issued by mistake"}, nil)
	ana.Get("/learning").Check(t, http.StatusOK, []string{"Your certificates", path}, nil)
}
