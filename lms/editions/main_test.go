package editions_test

import (
	"os"
	"testing"

	"vatra/lms/pgtest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }
