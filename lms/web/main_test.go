package web_test

import (
	"os"
	"testing"

	"vatra/lms/browsertest"
	"vatra/lms/pgtest"
)

func TestMain(m *testing.M) { os.Exit(browsertest.Main(func() int { return pgtest.Main(m) })) }
