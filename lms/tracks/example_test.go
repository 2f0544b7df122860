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
		all, err := tracks.New(pgtest.New(t), nil).Tracks(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, track := range all {
			fmt.Println(track.Code, track.Open, track.CourseCodes)
		}
	})
	// Output:
	// digital-literacy false [digital-literacy-basics]
	// digitalisation-expert false [digitalisation-expert-basics]
	// participatory-governance false [participatory-governance-basics]
}
