package learning

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"github.com/uptrace/bun"

	"vatra/assessment"
	"vatra/assessment/exam"
	"vatra/certificates"
	"vatra/content"
	"vatra/lms/i18n"
	"vatra/lms/registrar"
	"vatra/lms/tracks"
)

// Standing is how far a person is in a track, and whether its rules are met.
type Standing struct {
	Courses                   []CourseStanding
	LessonsDone, LessonsTotal int
	ExamsPassed, ExamsTotal   int
	ExamsTaken                int             // handed in at least once, passed or not
	Mark                      decimal.Decimal // per cent, the mean over the exams taken or not; 0 without exams
	StartedAt                 time.Time       // of the first course; zero before
	Complete                  bool
}

// CourseStanding is how far a person is in one course of a track.
type CourseStanding struct {
	Code        string
	Version     *content.Version // nil while the course is not there yet
	Started     bool
	CompletedAt time.Time
	LastLesson  uuid.UUID
	LessonsDone int
	Exams       map[uuid.UUID]exam.Outcome // by quiz; a quiz not yet taken is missing
}

// Standing is how far a person is in a track.
func (s *Learning) Standing(ctx context.Context, userID uuid.UUID, track tracks.Track) (Standing, error) {
	return s.standing(ctx, s.db, userID, track)
}

// courseStandings reads every course of the list: the version the person is in, or the newest.
const courseStandings = `SELECT c.code, COALESCE(e.version_id, newest.id) AS version_id, e.started_at, e.completed_at,
	e.last_lesson_id,
	(SELECT count(*) FROM lesson_progress p
		WHERE p.user_id = e.user_id AND p.version_id = e.version_id AND p.completed_at IS NOT NULL) AS lessons_done
	FROM courses c
	JOIN LATERAL (SELECT v.id FROM course_versions v WHERE v.course_id = c.id AND v.status = 'published'
		ORDER BY v.number DESC LIMIT 1) newest ON true
	LEFT JOIN course_enrolments e ON e.course_id = c.id AND e.user_id = ?
	WHERE c.code IN (?)`

func (s *Learning) standing(ctx context.Context, db bun.IDB, userID uuid.UUID, track tracks.Track) (Standing, error) {
	var standing Standing
	if len(track.CourseCodes) == 0 {
		return standing, nil
	}
	var rows []struct {
		Code         string        `bun:"code"`
		VersionID    uuid.UUID     `bun:"version_id"`
		StartedAt    bun.NullTime  `bun:"started_at"`
		CompletedAt  bun.NullTime  `bun:"completed_at"`
		LastLessonID uuid.NullUUID `bun:"last_lesson_id"`
		LessonsDone  int           `bun:"lessons_done"`
	}
	if err := db.NewRaw(courseStandings, userID, bun.List(track.CourseCodes)).Scan(ctx, &rows); err != nil {
		return standing, err
	}
	var exams []uuid.UUID
	for _, code := range track.CourseCodes {
		course := CourseStanding{Code: code}
		for _, row := range rows {
			if row.Code != code {
				continue
			}
			version, err := s.courses.Version(ctx, row.VersionID)
			if err != nil {
				return standing, err
			}
			course.Version, course.Started, course.CompletedAt = version, !row.StartedAt.IsZero(), row.CompletedAt.Time
			course.LastLesson, course.LessonsDone = row.LastLessonID.UUID, row.LessonsDone
			if started := row.StartedAt.Time; !started.IsZero() &&
				(standing.StartedAt.IsZero() || started.Before(standing.StartedAt)) {
				standing.StartedAt = started
			}
			exams = append(exams, examsOf(version)...)
		}
		standing.Courses = append(standing.Courses, course)
	}
	outcomes, err := s.quizzes.Outcomes(ctx, db, userID, exams)
	if err != nil {
		return standing, err
	}
	standing.sum(track, outcomes)
	return standing, nil
}

// sum adds the courses up and holds them against the rules. Without an exam all exams are passed, but no mark is
// reached.
func (s *Standing) sum(track tracks.Track, outcomes map[uuid.UUID]exam.Outcome) {
	present := true
	total := decimal.Zero
	for i := range s.Courses {
		course := &s.Courses[i]
		if course.Version == nil {
			present = false
			continue
		}
		course.Exams = map[uuid.UUID]exam.Outcome{}
		s.LessonsDone += course.LessonsDone
		s.LessonsTotal += len(course.Version.Lessons())
		for _, exam := range examsOf(course.Version) {
			s.ExamsTotal++
			outcome, taken := outcomes[exam]
			if !taken {
				continue
			}
			if outcome.Attempts > 0 {
				s.ExamsTaken++
			}
			course.Exams[exam] = outcome
			total = total.Add(outcome.Mark)
			if outcome.Passed {
				s.ExamsPassed++
			}
		}
	}
	rules := track.Rules
	enough := rules.MinimumMark.IsZero()
	if s.ExamsTotal > 0 {
		count := decimal.NewFromInt(int64(s.ExamsTotal))
		s.Mark = total.Div(count)
		// Multiplied out, so that no rounding decides.
		enough = total.GreaterThanOrEqual(rules.MinimumMark.Mul(count))
	}
	s.Complete = present && enough &&
		(!rules.LessonsCompleted || s.LessonsDone == s.LessonsTotal) &&
		(!rules.QuizzesPassed || s.ExamsPassed == s.ExamsTotal)
}

func examsOf(version *content.Version) []uuid.UUID {
	var exams []uuid.UUID
	for _, lesson := range version.Lessons() {
		if lesson.Kind == content.KindQuiz {
			exams = append(exams, lesson.QuizID)
		}
	}
	return exams
}

// settleTracks completes every track of the person that requires the course and whose rules are now met: the
// enrolment, the award and the job that prints the paper are one transaction.
func (s *Learning) settleTracks(ctx context.Context, tx bun.Tx, userID uuid.UUID, courseCode string) error {
	enrolments, err := tracks.EnrolmentsOf(ctx, tx, userID)
	if err != nil {
		return err
	}
	for _, enrolment := range enrolments {
		if !enrolment.CompletedAt.IsZero() || !slices.Contains(enrolment.Track.CourseCodes, courseCode) {
			continue
		}
		standing, err := s.standing(ctx, tx, userID, enrolment.Track)
		if err != nil {
			return err
		}
		if !standing.Complete {
			continue
		}
		if err := s.completeTrack(ctx, tx, enrolment, standing); err != nil {
			return err
		}
	}
	return nil
}

func (s *Learning) completeTrack(ctx context.Context, tx bun.Tx, enrolment tracks.Enrolment, standing Standing) error {
	var holder struct {
		Name   string
		Locale string
	}
	if err := tx.NewRaw("SELECT name, locale FROM users WHERE id = ?", enrolment.UserID).Scan(ctx, &holder); err != nil {
		return err
	}
	// The clock and not now(), which is when the transaction began: what completes a track comes before it is completed.
	const complete = "UPDATE enrolments SET completed_at = clock_timestamp() WHERE id = ? RETURNING completed_at"
	var completed time.Time
	if err := tx.NewRaw(complete, enrolment.ID).Scan(ctx, &completed); err != nil {
		return err
	}
	settings, err := s.house.Settings(ctx)
	if err != nil {
		return err
	}
	started := standing.StartedAt
	if started.IsZero() {
		started = enrolment.EnrolledAt
	}
	claim := certificates.Claim{
		HolderID: enrolment.UserID, HolderName: holder.Name, Locale: holder.Locale,
		Subject: "track/" + enrolment.Track.Code, TrackCode: enrolment.Track.Code,
		RulesVersion: enrolment.Track.Number, Hours: enrolment.Track.Hours,
		TrackNames: certificates.Texts(enrolment.Track.Names),
		StartedOn:  day(started, holder.Locale), CompletedOn: day(completed, holder.Locale), AwardedOn: day(completed, holder.Locale),
		Issuer: certificates.Issuer{Name: settings.IssuerName, URL: s.baseURL},
	}
	if standing.ExamsTaken > 0 {
		claim.Mark = certificates.MarkOf(assessment.Rounded(standing.Mark))
	}
	for _, course := range standing.Courses {
		claim.Courses = append(claim.Courses, certificates.Course{
			Code: course.Code, Version: course.Version.Number, Titles: certificates.Texts(course.Version.Titles),
		})
	}
	award, err := s.awards.Award(ctx, tx, claim)
	if err != nil {
		return err
	}
	return s.queue.Enqueue(ctx, tx, registrar.PrintPaper{AwardID: award.ID}, nil)
}

// day is the one that the calendar of who speaks the language shows, whichever zone this server was started in.
func day(t time.Time, locale string) certificates.Date {
	return certificates.DateOf(i18n.For(locale).Local(t))
}
