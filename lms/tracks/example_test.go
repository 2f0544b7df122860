package tracks_test

import (
	"fmt"
	"testing"

	"vatra/lms/pgtest"
	"vatra/lms/tracks"
)

// Three tracks ship with the program.
func ExampleStore_Tracks() {
	pgtest.Example(func(t testing.TB) {
		all, err := tracks.New(pgtest.New(t)).Tracks(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, track := range all {
			fmt.Println(track.Code, track.Hours, track.CourseCodes)
		}
	})
	// Output:
	// digital-literacy 24 [digital-literacy-basics]
	// digitalisation-expert 40 [digitalisation-expert-basics]
	// participatory-governance 24 [participatory-governance-basics]
}
