package main

import (
	"slices"
	"testing"

	"github.com/google/uuid"
)

// TestAnImportGetsOfTheEnvironmentWhatItNeeds and no secret beside.
func TestAnImportGetsOfTheEnvironmentWhatItNeeds(t *testing.T) {
	t.Parallel()
	given := []string{"VATRA_DATABASE_URL=postgres://db", "VATRA_S3_SECRET_KEY=key", "TMPDIR=/tmp/room"}
	var s settings
	if err := s.read(append([]string{
		"VATRA_SMTP_URL=smtp://user:password@host", "VATRA_SECRET=0123456789012345678901234567890123", "AWS_SECRET_ACCESS_KEY=other",
		"VATRA_TRUSTED_PROXIES=10.0.0.0/8", "LD_PRELOAD=/evil.so", "GODEBUG=x=1",
	}, given...)); err != nil {
		t.Fatal(err)
	}
	guard, err := s.guard()
	if err != nil {
		t.Fatal(err)
	}
	if got := guard.Given(uuid.New()).Env; !slices.Equal(got, given) {
		t.Errorf("it gets %q", got)
	}
	if forImports(nil) == nil {
		t.Error("without an environment it gets that of the server")
	}
}
