package teaching_test

import (
	"fmt"
	"testing"

	"vatra/content/pack/packtest"
	"vatra/lms/access"
	"vatra/lms/pgtest"
	"vatra/lms/schooltest"
)

// A trainer is one of something: here of one course, whose learners she sees.
func ExampleTeaching_Learners() {
	pgtest.Example(func(t testing.TB) {
		school := schooltest.New(t)
		school.Install(packtest.Folder(t, schooltest.EasyCourse()))
		ana := school.Person("ana@primarie.example", access.RoleLearner)
		school.Study(ana, "digital-literacy-basics")
		maria := school.Person("maria@scoala.example", access.RoleTrainer)
		_, err := school.Teaching.Learners(t.Context(), maria, "digital-literacy-basics", 1)
		fmt.Println(err)

		school.Train(maria, "digital-literacy-basics")
		page, err := school.Teaching.Learners(t.Context(), maria, "digital-literacy-basics", 1)
		if err != nil {
			t.Fatal(err)
		}
		for _, learner := range page.Learners {
			fmt.Println(learner.Email, learner.LessonsDone, "of", learner.LessonsTotal)
		}
	})
	// Output:
	// forbidden: people.forbidden_here
	// ana@primarie.example 2 of 3
}
