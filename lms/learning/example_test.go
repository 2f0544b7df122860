package learning_test

import (
	"fmt"
	"testing"

	"vatra/content/pack/packtest"
	"vatra/lms/access"
	"vatra/lms/pgtest"
	"vatra/lms/schooltest"
)

// One who learns reads the lessons of a track's course, sits its exam and has the certificate at once.
func ExampleProgress_Overview() {
	pgtest.Example(func(t testing.TB) {
		school := schooltest.New(t)
		school.Install(packtest.Folder(t, schooltest.EasyCourse()))
		ana := school.Person("ana@primarie.example", access.RoleLearner)
		school.Enrol(ana)
		tell := func() {
			overview, err := school.Progress.Overview(t.Context(), ana)
			if err != nil {
				t.Fatal(err)
			}
			track := overview.Tracks[0]
			fmt.Println(track.LessonsDone, "of", track.LessonsTotal, "lessons, next:", track.Next.Kind, track.Complete)
		}
		tell()
		school.Study(ana, "digital-literacy-basics")
		tell()
		result := school.Sit(ana, "digital-literacy-basics", true)
		fmt.Println(result.Percent, "per cent")
		tell()
		fmt.Println(len(school.AwardsOf(ana)), "certificate")
	})
	// Output:
	// 0 of 3 lessons, next: lesson false
	// 2 of 3 lessons, next: exam false
	// 100 per cent
	// 3 of 3 lessons, next: done true
	// 1 certificate
}
