package audit_test

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"log/slog"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/schooltest"
)

//go:embed EVENTS.md
var documented string

// Every event has a line in EVENTS.md, in the same order, and a name in every language; and no line is about none.
func TestEveryEventIsDocumented(t *testing.T) {
	t.Parallel()
	var told []audit.Event
	for _, found := range regexp.MustCompile("(?m)^\\| `([a-z._]+)` \\|").FindAllStringSubmatch(documented, -1) {
		told = append(told, audit.Event(found[1]))
	}
	if !slices.Equal(told, audit.Events()) {
		t.Errorf("EVENTS.md tells %v, and the events are %v", told, audit.Events())
	}
	for _, language := range i18n.Languages() {
		for _, event := range audit.Events() {
			if !i18n.For(language.Tag).Has("audit.event." + string(event)) {
				t.Errorf("%s has no name in %s", event, language.Tag)
			}
		}
	}
}

// What an attacker controls can neither fill the log nor begin a line of its own, and what did not happen is not told.
func TestEntriesAreShortAndTrue(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	var lines bytes.Buffer
	log := audit.New(h.DB, slog.New(slog.NewTextHandler(&lines, nil)), 0)
	ana := h.Person("ana@primarie.example", access.RoleAdministrator)
	ana.From = access.Origin{Address: "10.0.0.1" + strings.Repeat("x", 500), Request: "r-1"}
	h.Exec(`DELETE FROM security_events`)
	nasty := "a\r\nlevel=ERROR msg=forged \x00\xff\u202e" + strings.Repeat("ș", 500)
	if err := log.Note(ctx, ana, audit.Entry{Event: audit.SessionEnded, Account: ana.UserID, Target: nasty}); err != nil {
		t.Fatal(err)
	}
	page, err := log.Read(ctx, ana, audit.Filter{})
	if err != nil || len(page.Rows) != 1 {
		t.Fatalf("%+v, %v", page, err)
	}
	row := page.Rows[0]
	if len(row.Target) > 200 || strings.ContainsAny(row.Target, "\r\n\x00") || row.ActorName != ana.Name || row.Request != "r-1" {
		t.Errorf("%+v", row)
	}
	if strings.Count(lines.String(), "\n") != 1 || !strings.Contains(lines.String(), "event=session.ended id=r-1 actor="+ana.UserID.String()) {
		t.Errorf("the lines are %s", lines.String())
	}
	lines.Reset()
	undone := errors.New("undone")
	err = log.Tx(ctx, func(_ context.Context, _ bun.Tx, note audit.Note) error {
		return errors.Join(note(ana, audit.Entry{Event: audit.LoggedOut}), undone)
	})
	if !errors.Is(err, undone) || lines.Len() > 0 || h.Count(`SELECT count(*) FROM security_events`) != 1 {
		t.Errorf("%v; what did not happen is told: %s", err, lines.String())
	}
	if _, err := h.DB.ExecContext(ctx, `UPDATE security_events SET target = 'nothing'`); err == nil {
		t.Error("the log was rewritten")
	}
}

func TestLogIsReadByPersonEventAndPage(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	ana, boss := h.Person("ana@primarie.example", access.RoleLearner), h.Person("boss@iasi.example", access.RoleAdministrator)
	h.Exec(`DELETE FROM security_events`)
	for range audit.PageSize + 1 {
		if err := h.Audit.Note(ctx, ana, audit.Entry{Event: audit.LoggedIn, Account: ana.UserID}); err != nil {
			t.Fatal(err)
		}
	}
	if err := h.Audit.Note(ctx, boss, audit.Entry{Event: audit.RoleChanged, Account: ana.UserID, Target: "x"}); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		filter audit.Filter
		rows   int
		more   bool
	}{
		"all":           {audit.Filter{}, audit.PageSize, true},
		"second page":   {audit.Filter{Page: 2}, 2, false},
		"event":         {audit.Filter{Event: audit.RoleChanged}, 1, false},
		"who acted":     {audit.Filter{Person: "BOSS@iasi"}, 1, false},
		"whose account": {audit.Filter{Person: "ana@primarie", Event: audit.RoleChanged}, 1, false},
		"nobody":        {audit.Filter{Person: "%"}, 0, false},
		"no text":       {audit.Filter{Person: "\x00\xff", Event: audit.RoleChanged}, 1, false},
		"far away":      {audit.Filter{Page: 1 << 60}, 0, false},
	} {
		page, err := h.Audit.Read(ctx, boss, test.filter)
		if err != nil || len(page.Rows) != test.rows || page.More != test.more {
			t.Errorf("%s: %d rows, more: %v, %v", name, len(page.Rows), page.More, err)
		}
	}
	_, err := h.Audit.Read(ctx, ana, audit.Filter{})
	schooltest.Wants(t, err, fault.Forbidden, "people.forbidden")
}

func TestLogIsPruned(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	h.Exec(`DELETE FROM security_events`)
	for _, age := range []string{"1 hour", "29 days", "31 days", "364 days", "366 days"} {
		h.Exec(`INSERT INTO security_events (at, event, address, request, target) VALUES (now() - ?::interval, 'login.good', '', '', '')`, age)
	}
	if err := h.Audit.Prune(ctx); err != nil {
		t.Fatal(err)
	}
	if left := h.Count(`SELECT count(*) FROM security_events`); left != 4 {
		t.Errorf("of a year are left %d", left)
	}
	month := audit.New(h.DB, slog.New(slog.DiscardHandler), 30*24*time.Hour)
	if err := month.Prune(ctx); err != nil {
		t.Fatal(err)
	}
	if left := h.Count(`SELECT count(*) FROM security_events`); left != 2 {
		t.Errorf("of a month are left %d", left)
	}
}
