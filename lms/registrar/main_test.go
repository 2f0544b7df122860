package registrar_test

import (
	"fmt"
	"os"
	"testing"

	"vatra/lms/child"
	"vatra/lms/pgtest"
	"vatra/lms/pictures"
)

// drawer is the argument that turns this test binary into the program that makes pictures.
const drawer = "draw-for-test"

func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == drawer {
		err := child.Confine(pictures.MemoryLimit)
		if err == nil {
			err = pictures.Speak(os.Stdin, os.Stdout)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(pgtest.Main(m))
}
