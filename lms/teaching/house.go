package teaching

import (
	"context"
	"fmt"

	"vatra/lms/access"
)

// House is the site at a glance, for those who run it.
type House struct {
	// What needs a hand.
	Unanswered  int `bun:"unanswered"`   // questions that have waited for an answer for three days
	Failed      int `bun:"failed"`       // imports of the last 30 days that failed, and whose file did not come in afterwards
	EmptyTracks int `bun:"empty_tracks"` // tracks none of whose courses has been published
	Names       int `bun:"names"`        // names that holders of certificates want, and that wait for consent

	// What there is.
	Courses      int `bun:"courses"` // that are published
	Learners     int `bun:"learners"`
	Enrolments   int `bun:"enrolments"` // in tracks, those who have left not counted
	Completions  int `bun:"completions"`
	Certificates int `bun:"certificates"` // issued since the month began (UTC)
}

// Waiting reports whether anything needs a hand.
func (h House) Waiting() bool { return h.Unanswered+h.Failed+h.EmptyTracks+h.Names > 0 }

// House looks at the site in one statement. It is for whoever runs it, who sees all of it.
func (s *Teaching) House(ctx context.Context, actor access.Actor) (House, error) {
	if err := actor.Require(access.ManageHouse); err != nil {
		return House{}, err
	}
	const query = `SELECT
		(SELECT count(*) FROM enquiries WHERE answer IS NULL AND asked_at < now() - interval '3 days') AS unanswered,
		(SELECT count(*) FROM imports i WHERE i.status = 'failed' AND i.finished_at > now() - interval '30 days' AND NOT EXISTS (
			SELECT FROM imports later WHERE later.file_name = i.file_name AND later.status = 'done' AND later.finished_at > i.finished_at
		)) AS failed,
		(SELECT count(*) FROM tracks t
			CROSS JOIN LATERAL (SELECT id FROM track_versions WHERE track_id = t.id ORDER BY number DESC LIMIT 1) v
			WHERE NOT EXISTS (SELECT FROM track_courses k JOIN newest_versions n ON n.code = k.course_code
				WHERE k.track_version_id = v.id)) AS empty_tracks,
		(SELECT count(*) FROM award_name_requests WHERE decided_at IS NULL) AS names,
		(SELECT count(*) FROM newest_versions) AS courses,
		(SELECT count(*) FROM users WHERE role = ?) AS learners,
		(SELECT count(*) FROM enrolments WHERE ended_at IS NULL) AS enrolments,
		(SELECT count(*) FROM enrolments WHERE completed_at IS NOT NULL) AS completions,
		(SELECT count(*) FROM awards WHERE awarded_at >= date_trunc('month', now(), 'UTC')) AS certificates`
	var house House
	if err := s.db.NewRaw(query, access.RoleLearner).Scan(ctx, &house); err != nil {
		return House{}, fmt.Errorf("looking at the site: %w", err)
	}
	return house, nil
}
