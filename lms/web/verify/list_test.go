package verify_test

import (
	"html"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

func TestAListOfCodesIsCheckedAtOnce(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	valid, revoked := s.Award(uuid.Must(uuid.NewV7())), s.Award(uuid.Must(uuid.NewV7()))
	webtest.Must(t, s.Awards.Revoke(t.Context(), s.DB, string(revoked.Code), uuid.Must(uuid.NewV7()), "Issued by mistake"))
	unknown := webtest.New(t).Award(uuid.Must(uuid.NewV7())).Code.Printed()
	guest := s.Guest()
	guest.Get("/verify").Check(t, http.StatusOK, []string{`href="/verify/list"`}, nil)
	guest.Get("/verify/list").Check(t, http.StatusOK, []string{"<textarea"}, nil)
	typed := "Țăranu Ștefan  " + strings.ToLower(valid.Code.Printed()) + "\n\n" + s.URL + "/verify/" + revoked.Code.Printed() +
		"\n" + unknown + "; rubbish <b>"
	guest.Post("/verify/list", webtest.Form("codes", typed)).Check(t, http.StatusOK, []string{
		"<h1>Valid: 1 of 4</h1>", "<title>Valid: 1 of 4", `class="verdict valid"`, `class="verdict revoked"`, `class="verdict unknown"`,
		`class="verdict mistyped"`, "rubbish &lt;b&gt;", "Ștefan Țăranu", `href="/verify/` + valid.Code.Printed() + `"`,
	}, nil)
}

func TestAListThatIsTooLongIsToldAndStays(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	code := s.Award(uuid.Must(uuid.NewV7())).Code.Printed()
	guest := s.Guest()
	guest.Get("/verify/list")
	typed := strings.Repeat(code+"\nrubbish <script>alert(1)</script>\n", 300)
	guest.Post("/verify/list", webtest.Form("codes", typed)).Check(t, http.StatusUnprocessableEntity, []string{
		s.Says("verify.list_too_many", "Count", 600, "Max", 50), strings.Join(strings.Fields(html.EscapeString(typed)), " "), `href="#field-codes"`,
	}, []string{"verdict", "<script>alert"})
	guest.Post("/verify/list", webtest.Form("codes", " \n;,")).Check(t, http.StatusUnprocessableEntity,
		[]string{s.Says("verify.list_empty")}, nil)
}

func TestTheOldCodeOfACorrectedNameLeadsToTheNewOne(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	holder := s.Person("ana@example.org", access.RoleLearner)
	old := s.Award(holder.UserID)
	webtest.Must(t, s.People.ChangeName(t.Context(), holder, "Ștefania Țăranu"))
	again, err := s.Registrar.Reissue(t.Context(), holder, string(old.Code), "Ștefania Țăranu")
	webtest.Must(t, err)
	guest := s.Guest()
	guest.Get("/verify/"+old.Code.Printed()).Check(t, http.StatusOK, []string{
		"<h1>Replaced: certificate of Ștefan Țăranu</h1>", `class="verdict replaced"`, `href="/verify/` + again.Code.Printed() + `"`,
		"The newer certificate is valid.", "<strong>Replaced</strong>",
	}, []string{`class="verdict valid"`, "digital-literacy<"})
	guest.Get("/verify/"+again.Code.Printed()).Check(t, http.StatusOK,
		[]string{"<h1>Valid: certificate of Ștefania Țăranu</h1>"}, []string{"Replaced"})
	guest.Get("/api/v1/certificates/"+string(old.Code)).Check(t, http.StatusOK,
		[]string{`"status":"replaced"`, `"replaced_by":{"code":"` + again.Code.Printed() + `","status":"valid"`}, nil)
	webtest.Must(t, s.Awards.Revoke(t.Context(), s.DB, string(again.Code), uuid.Must(uuid.NewV7()), "Issued by mistake"))
	guest.Get("/verify/"+old.Code.Printed()).Check(t, http.StatusOK, []string{"The newer certificate was revoked."}, nil)
}
