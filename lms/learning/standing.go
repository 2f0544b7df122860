package learning

import (
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"vatra/assessment/exam"
	"vatra/lms/tracks"
)

// Standing is how far a person is in a track, and whether its rules are met.
type Standing struct {
	Required                  []*CourseState // in the track's order, without those that are not published yet
	LessonsDone, LessonsTotal int
	ExamsPassed, ExamsTotal   int
	ExamsTaken                int             // handed in at least once, passed or not
	Mark                      decimal.Decimal // per cent, the mean over the exams taken or not; 0 without exams
	StartedAt                 time.Time       // of the first course; zero before
	Complete                  bool
}

// standingIn adds up the courses that a track requires, and holds them against its rules. courses may hold others too;
// outcomes are by quiz. Without an exam all exams are passed, but no mark is reached; without a course nothing is
// complete.
func standingIn(track tracks.Track, courses []*CourseState, outcomes map[uuid.UUID]exam.Outcome) Standing {
	var standing Standing
	total := decimal.Zero
	for _, code := range track.CourseCodes {
		at := slices.IndexFunc(courses, func(c *CourseState) bool { return c.Version.Code == code })
		if at < 0 {
			continue
		}
		standing.add(courses[at])
		for _, quiz := range examsOf(courses[at].Version) {
			total = total.Add(standing.addExam(outcomes[quiz]))
		}
	}
	rules := track.Rules
	enough := rules.MinimumMark.IsZero()
	if standing.ExamsTotal > 0 {
		count := decimal.NewFromInt(int64(standing.ExamsTotal))
		standing.Mark = total.Div(count)
		// Multiplied out, so that no rounding decides.
		enough = total.GreaterThanOrEqual(rules.MinimumMark.Mul(count))
	}
	present := len(track.CourseCodes) > 0 && len(standing.Required) == len(track.CourseCodes)
	standing.Complete = present && enough &&
		(!rules.LessonsCompleted || standing.LessonsDone == standing.LessonsTotal) &&
		(!rules.QuizzesPassed || standing.ExamsPassed == standing.ExamsTotal)
	return standing
}

func (s *Standing) add(course *CourseState) {
	s.Required = append(s.Required, course)
	s.LessonsDone += course.DoneCount()
	s.LessonsTotal += len(course.Version.Lessons())
	if course.Started && (s.StartedAt.IsZero() || course.StartedAt.Before(s.StartedAt)) {
		s.StartedAt = course.StartedAt
	}
}

// addExam takes an exam, with a zero outcome where it was never started, and gives its mark.
func (s *Standing) addExam(outcome exam.Outcome) decimal.Decimal {
	s.ExamsTotal++
	if outcome.Attempts > 0 {
		s.ExamsTaken++
	}
	if outcome.Passed {
		s.ExamsPassed++
	}
	return outcome.Mark
}
