package teaching

import (
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/schema"
)

// Which says which learners of a course are meant.
type Which string

// The kinds.
const (
	Everybody Which = ""
	Completed Which = "completed" // have completed it
	Stuck     Which = "stuck"     // have not, and neither read nor answered in it for 14 days
	Sitting   Which = "sitting"   // have a quiz of it under way whose time is running
)

// The rules on e, the enrolment of a learner, and c, the course: the figures and the lists go by the same.
const (
	stuck = `e.completed_at IS NULL AND e.seen_at < now() - interval '14 days'`
	// Few attempts are under way, so one looks from them to their course.
	underWay = `FROM attempts a JOIN lessons l ON l.quiz_id = a.quiz_id JOIN course_versions w ON w.id = l.version_id
		WHERE a.submitted_at IS NULL AND a.deadline > now() AND w.course_id = c.id`
)

// condition holds for their enrolments e in the course c; everybody's for what is none of the kinds.
func (w Which) condition() schema.QueryWithArgs {
	switch w {
	case Completed:
		return bun.SafeQuery("e.completed_at IS NOT NULL")
	case Stuck:
		return bun.SafeQuery(stuck)
	case Sitting:
		return bun.SafeQuery("e.user_id IN (SELECT a.learner_id ?)", bun.Safe(underWay))
	}
	return bun.SafeQuery("TRUE")
}

// many is how many they are.
func (w Which) many(course *Course) int {
	switch w {
	case Completed:
		return course.Completed
	case Stuck:
		return course.Stuck
	case Sitting:
		return course.Sitting
	}
	return course.Learners
}
