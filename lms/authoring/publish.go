package authoring

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/content"
	"vatra/content/studio"
	"vatra/content/studio/words"
	"vatra/content/translation"
	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/intake"
)

// Touch is whom and what publishing touches.
type Touch struct {
	Report   intake.Report // what would become of it, with warnings
	Err      error         // why it cannot be published: a fault of intake; nil where it can
	Gaps     map[string]words.Gaps
	Newest   int      // number of the version that is public; 0: none
	Learning int      // learners who are in the middle of the course; they keep the version that they began
	Finished int      // those who have completed it
	Added    []string // titles of lessons that the newest version has not
	Changed  []string // of those that it has otherwise
	Gone     []string // of those that only it has
}

// Touches tells what publishing the draft would do.
func (a *Authoring) Touches(ctx context.Context, actor access.Actor, draftID uuid.UUID) (*studio.Draft, Touch, error) {
	draft, pkg, err := a.Pack(ctx, actor, draftID)
	if err != nil {
		return nil, Touch{}, err
	}
	touch := Touch{Gaps: gaps(draft)}
	touch.Report, touch.Err = intake.Survey(ctx, pkg)
	if touch.Err != nil {
		if _, told := fault.As(touch.Err); !told {
			return nil, Touch{}, touch.Err
		}
	}
	if err := a.countLearners(ctx, draft, &touch); err != nil {
		return nil, Touch{}, err
	}
	return draft, touch, a.compare(ctx, draft, &touch)
}

func (a *Authoring) countLearners(ctx context.Context, draft *studio.Draft, touch *Touch) error {
	const query = `SELECT count(*) FILTER (WHERE completed_at IS NULL), count(completed_at) FROM course_enrolments WHERE course_id = ?`
	return a.db.NewRaw(query, draft.CourseID).Scan(ctx, &touch.Learning, &touch.Finished)
}

// gaps counts what is not translated.
func gaps(draft *studio.Draft) map[string]words.Gaps {
	counted := map[string]words.Gaps{}
	for _, tag := range draft.Tags()[1:] {
		counted[tag] = words.Count(words.Of(draft, tag))
	}
	return counted
}

// compare names the lessons that are new, changed and gone. Of a quiz it looks at the title alone.
func (a *Authoring) compare(ctx context.Context, draft *studio.Draft, touch *Touch) error {
	newest, err := a.newest(ctx, draft.Root.Shared(studio.Code))
	if err != nil {
		return err
	}
	if newest == nil {
		newest = &content.Version{}
	}
	touch.Newest = newest.Number
	sources, err := a.courses.Sources(ctx, newest.ID)
	if err != nil {
		return err
	}
	before := byLesson(newest, sources)
	main := draft.Tags()[0]
	kept := map[string]bool{}
	for _, lesson := range draft.Lessons() {
		key, title := lesson.Shared(studio.Key), titleOf(lesson, draft.Tags())
		kept[key] = true
		switch known, err := newest.LessonByKey(key); {
		case err != nil:
			touch.Added = append(touch.Added, title)
		case !sameLesson(lesson, draft.Tags(), before[known.ID]):
			touch.Changed = append(touch.Changed, title)
		}
	}
	for _, lesson := range newest.Lessons() {
		if !kept[lesson.Key] {
			title, _ := lesson.Titles.In(main, newest.Languages...)
			touch.Gone = append(touch.Gone, title)
		}
	}
	return nil
}

// titleOf is what a lesson is called in the first language in which it has a title.
func titleOf(lesson *studio.Piece, tags []string) string {
	title, _ := lesson.Texts(studio.Title).In(tags[0], tags...)
	return title
}

// newest is the newest version of a course; nil where nothing of it is published.
func (a *Authoring) newest(ctx context.Context, code string) (*content.Version, error) {
	newest, err := a.courses.Newest(ctx, a.db, code)
	if err != nil || newest.Number == 0 {
		return nil, err
	}
	return a.courses.Version(ctx, newest.VersionID)
}

// sameLesson compares a lesson with what was published, white space aside.
func sameLesson(lesson *studio.Piece, tags []string, before map[string]content.LessonSource) bool {
	return !slices.ContainsFunc(tags, func(tag string) bool {
		known := before[tag]
		text := lesson.Shared(studio.Sort) != content.KindQuiz && !sameWords(known.Text, lesson.Source(tag))
		return text || known.Title != lesson.Text(studio.Title, tag) || known.Summary != lesson.Text(studio.Summary, tag)
	})
}

func sameWords(a, b string) bool { return slices.Equal(strings.Fields(a), strings.Fields(b)) }

// Publishing is what the publisher says of a new version.
type Publishing struct {
	Base int    // number of the version that was public when they looked; 0: none
	Note string // what is new in it; it may be empty
}

// MaxNote is how many characters a note may have.
const MaxNote = 1000

// tidy is the publishing as it is kept; Invalid with the field note.
func (p Publishing) tidy() (Publishing, error) {
	p.Note = strings.TrimSpace(strings.ReplaceAll(p.Note, "\r\n", "\n"))
	fields := fault.Fields{}
	if utf8.RuneCountInString(p.Note) > MaxNote {
		fields.Add("note", "studio.too_long", "Max", MaxNote)
	}
	return p, fields.Err()
}

// Publish makes the draft the next version of its course, for whoever begins it from now on; learners keep the version that they
// began. Its writer becomes a trainer of the course. Conflict studio.published_meanwhile where somebody was faster, and
// studio.code_taken where another course has the code; a fault of intake where no course can be made of it.
func (a *Authoring) Publish(ctx context.Context, actor access.Actor, draftID uuid.UUID, wanted Publishing) (intake.Report, error) {
	wanted, err := wanted.tidy()
	if err != nil {
		return intake.Report{}, err
	}
	draft, pkg, err := a.Pack(ctx, actor, draftID)
	if err != nil {
		return intake.Report{}, err
	}
	pkg.Note = wanted.Note
	return a.installer.InstallWith(ctx, pkg, actor.UserID, nil, func(ctx context.Context, tx bun.Tx, report intake.Report) error {
		newest, err := a.courses.Newest(ctx, tx, report.Code)
		if err != nil {
			return err
		}
		var course uuid.UUID
		var own bool // somebody may have published the draft since it was read
		const query = `SELECT c.id, c.id IS NOT DISTINCT FROM d.course_id FROM courses c, drafts d WHERE c.code = ? AND d.id = ?`
		if err := tx.NewRaw(query, report.Code, draftID).Scan(ctx, &course, &own); err != nil {
			return err
		}
		if !own && (newest.Number > 1 || report.Unchanged) {
			return fault.New(fault.Conflict, "studio.code_taken", "Code", report.Code)
		}
		if before := newest.Number - made(report); before != wanted.Base {
			return fault.New(fault.Conflict, "studio.published_meanwhile", "Number", before)
		}
		if err := studio.Follow(ctx, tx, draftID, course, newest.VersionID); err != nil {
			return err
		}
		if err := translation.Remember(ctx, tx, remembered(draft)); err != nil {
			return err
		}
		return access.Own(ctx, tx, actor, access.FollowLearners, access.Course(course))
	})
}

// made counts the versions that an installation has made.
func made(report intake.Report) int {
	if report.Unchanged {
		return 0
	}
	return 1
}
