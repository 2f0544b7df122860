package registrar_test

import (
	"fmt"
	"testing"

	"vatra/content/pack/packtest"
	"vatra/lms/access"
	"vatra/lms/pgtest"
	"vatra/lms/schooltest"
)

// A certificate that was given by mistake is revoked with its reason, which the page behind its code shows.
func Example() {
	pgtest.Example(func(t testing.TB) {
		school := schooltest.New(t)
		school.Install(packtest.Folder(t, schooltest.EasyCourse()))
		ana := school.Person("ana@primarie.example", access.RoleLearner)
		school.Enrol(ana)
		school.Study(ana, "digital-literacy-basics")
		school.Sit(ana, "digital-literacy-basics", true)
		code := school.AwardsOf(ana)[0].Code.Printed()
		admin := school.Person("admin@primarie.example", access.RoleAdministrator)
		if err := school.Registrar.Revoke(t.Context(), admin, code, "Given to a namesake"); err != nil {
			t.Fatal(err)
		}
		issued, err := school.Registrar.Issued(t.Context(), admin, code)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Println(issued.Status().State, issued.History[len(issued.History)-1].Reason)
	})
	// Output:
	// revoked Given to a namesake
}
