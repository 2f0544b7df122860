// Package editions is about the published versions of a course, for those who write it: who learns which, what became of one in
// another, moving those who are in the middle of one to the newest, and publishing an older one again. What a version is belongs to content; how a draft becomes one, to authoring.
package editions

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"vatra/assessment/exam"
	"vatra/content"
	"vatra/content/studio"
	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/authoring"
	"vatra/lms/fault"
	"vatra/lms/intake"
	"vatra/lms/jobs"
	"vatra/lms/learning"
	"vatra/lms/pg"
)

// Editions reads and makes versions.
type Editions struct {
	db        *pg.DB
	authoring *authoring.Authoring
	courses   *content.Store
	quizzes   *exam.Store
	reading   *learning.Reading
	queue     *jobs.Queue
	log       *audit.Log
	published intake.Published
}

// Rooms are what editions join. Published is what follows from a new version.
type Rooms struct {
	DB        *pg.DB
	Authoring *authoring.Authoring
	Courses   *content.Store
	Quizzes   *exam.Store
	Reading   *learning.Reading
	Queue     *jobs.Queue
	Log       *audit.Log
	Published intake.Published
}

// New works in the rooms.
func New(r Rooms) *Editions {
	return &Editions{
		db: r.DB, authoring: r.Authoring, courses: r.Courses, quizzes: r.Quizzes, reading: r.Reading, queue: r.Queue, log: r.Log,
		published: r.Published,
	}
}

// Version is a published version of a course as its writers see it.
type Version struct {
	ID          uuid.UUID `bun:"id"`
	Number      int       `bun:"number"`
	PublishedAt time.Time `bun:"published_at"`
	By          string    `bun:"by_name"` // empty where they have gone, or nobody in particular did it
	Note        string    `bun:"note"`
	Of          int       `bun:"made_of"` // number of the older version that it is once more; 0: of none
	Learning    int       `bun:"learning"`
	Finished    int       `bun:"finished"`
}

// Versions are those of the course that a draft of the actor is of, the newest first, in one statement beside those of the draft;
// none where nothing of it is published. NotFound studio.no_draft.
func (e *Editions) Versions(ctx context.Context, actor access.Actor, draftID uuid.UUID) (*studio.Draft, []Version, error) {
	draft, err := e.authoring.Draft(ctx, actor, draftID)
	if err != nil {
		return nil, nil, err
	}
	versions := []Version{}
	const query = `SELECT v.id, v.number, v.published_at, coalesce(u.name, '') AS by_name, v.note, coalesce(o.number, 0) AS made_of,
			coalesce(l.learning, 0) AS learning, coalesce(l.finished, 0) AS finished
		FROM course_versions v LEFT JOIN users u ON u.id = v.created_by LEFT JOIN course_versions o ON o.id = v.made_of
		LEFT JOIN (SELECT version_id, count(*) FILTER (WHERE completed_at IS NULL) AS learning, count(completed_at) AS finished
			FROM course_enrolments WHERE course_id = ?0 GROUP BY version_id) l ON l.version_id = v.id
		WHERE v.course_id = ?0 AND v.status = 'published' ORDER BY v.number DESC`
	if err := e.db.NewRaw(query, draft.CourseID).Scan(ctx, &versions); err != nil {
		return nil, nil, fmt.Errorf("listing versions: %w", err)
	}
	return draft, versions, nil
}

// numbered is one of the versions, and its content; NotFound content.version_not_found.
func (e *Editions) numbered(ctx context.Context, versions []Version, number int) (*content.Version, error) {
	at := slices.IndexFunc(versions, func(v Version) bool { return v.Number == number })
	if at < 0 {
		return nil, fault.New(fault.NotFound, "content.version_not_found")
	}
	return e.courses.Version(ctx, versions[at].ID)
}
