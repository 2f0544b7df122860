package door_test

import (
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web"
	"vatra/lms/web/webtest"
)

func TestAFormWhosePageCannotBeReadIsAnErrorPage(t *testing.T) {
	t.Parallel()
	var log journal
	s := webtest.New(t).With(func(o *web.Options) { o.Log = slog.New(slog.NewJSONHandler(&log, nil)) })
	root := s.Person("admin@example.org", access.RoleAdministrator)
	admin := s.As("admin@example.org")
	page := "/admin/people/" + root.UserID.String()

	admin.Get(page)
	admin.Post(page+"/role", webtest.Form("role", "learner")).Check(t, http.StatusConflict,
		[]string{"This person is the only administrator", page + "/role"}, nil)
	_, err := s.DB.Pool.Exec(t.Context(), `ALTER TABLE tracks RENAME TO tracks_elsewhere`)
	webtest.Must(t, err)
	admin.Post(page+"/role", webtest.Form("role", "learner")).Check(t, http.StatusInternalServerError,
		[]string{s.Says("error.internal.title")}, []string{page + "/role", "This person is the only administrator"})
	lines := log.lines(t)
	if told, _ := lines[len(lines)-1]["error"].(string); !strings.Contains(told, `relation "tracks" does not exist`) {
		t.Errorf("the log says %q", told)
	}
}
