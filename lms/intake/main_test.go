package intake_test

import (
	"os"
	"testing"

	"vatra/lms/pgtest"
)

func TestMain(m *testing.M) {
	if len(os.Args) > 3 && os.Args[1] == importer {
		os.Exit(beImporter(os.Args[2], os.Args[3]))
	}
	os.Exit(pgtest.Main(m))
}
