package learning

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/assessment"
	"vatra/certificates"
	"vatra/content"
	"vatra/lms/i18n"
	"vatra/lms/registrar"
	"vatra/lms/site"
	"vatra/lms/tracks"
)

// Settled is what one call has completed, and nothing that was complete before it.
type Settled struct {
	Lesson  uuid.UUID          // Nil where no lesson was
	Courses []*content.Version // in the versions that were taken
	Tracks  []tracks.Track
	Awards  []*certificates.Award // one a track, in the same order
}

// settlement completes lessons, and the courses, tracks and certificates that follow from them.
type settlement struct{ Rooms }

func (r Rooms) shelf() shelf { return shelf{db: r.DB, courses: r.Courses} }

// settling is a transaction in which something is settled for one person.
type settling struct {
	settlement
	tx      bun.Tx
	userID  uuid.UUID
	attempt uuid.UUID // the one that is handed in; Nil where something else settles
	absent  bool      // the clock ends the attempt, and not its learner
	known   versions
	settled Settled
}

// settle runs act in a transaction of its own and gives what it has settled. Those for the same person follow each
// other, so that the last thing missing is seen to be the last by one of them; codes are the courses it is about. The
// versions of courses are read before; where another is published meanwhile, all begins again.
func (s settlement) settle(
	ctx context.Context, userID uuid.UUID, codes []string, act func(context.Context, *settling) error,
) (Settled, error) {
	for {
		known, err := s.versionsFor(ctx, userID, codes)
		if err != nil {
			return Settled{}, err
		}
		var one *settling
		err = s.DB.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
			one = &settling{settlement: s, tx: tx, userID: userID, known: known}
			if _, err := tx.NewRaw("SELECT FROM users WHERE id = ? FOR NO KEY UPDATE", userID).Exec(ctx); err != nil {
				return err
			}
			return act(ctx, one)
		})
		if errors.Is(err, errNewVersion) {
			continue
		}
		if err != nil {
			return Settled{}, err
		}
		return one.settled, nil
	}
}

// versionsFor reads the versions of the courses, and of all others that stand in a track beside one of them.
func (s settlement) versionsFor(ctx context.Context, userID uuid.UUID, codes []string) (versions, error) {
	enrolments, err := tracks.EnrolmentsOf(ctx, s.DB, userID)
	if err != nil {
		return nil, err
	}
	all := slices.Clone(codes)
	for _, enrolment := range enrolments {
		if enrolment.CompletedAt.IsZero() && slices.ContainsFunc(codes, enrolment.Track.Requires) {
			all = append(all, enrolment.Track.CourseCodes...)
		}
	}
	courses, err := s.shelf().many(ctx, userID, all, false)
	if err != nil {
		return nil, err
	}
	known := versions{}
	for _, course := range courses {
		known[course.versionID] = course.Version
	}
	return known, nil
}

// completeLesson marks a lesson as completed for a person, and settles what follows.
func (s settlement) completeLesson(ctx context.Context, userID uuid.UUID, lesson *LessonState) (Settled, error) {
	codes := []string{lesson.Version.Code}
	return s.settle(ctx, userID, codes, func(ctx context.Context, one *settling) error {
		if err := one.hold(ctx, lesson.Version); err != nil {
			return err
		}
		return one.completeLesson(ctx, lesson.Version, lesson.Lesson.ID)
	})
}

// hold locks the row of the course, as opening a lesson does first too, and notes that the person is at work in it.
func (s *settling) hold(ctx context.Context, version *content.Version) error {
	const seen = `UPDATE course_enrolments SET seen_at = CASE WHEN ? THEN seen_at ELSE now() END
		WHERE user_id = ? AND course_id = ? RETURNING version_id`
	var in []uuid.UUID
	err := s.tx.NewRaw(seen, s.absent, s.userID, version.CourseID).Scan(ctx, &in)
	if err == nil && len(in) > 0 && in[0] != version.ID {
		err = errMoved
	}
	return err
}

// Finish settles what follows for somebody who was moved to a version of which they have done all.
func (r *Reading) Finish(ctx context.Context, userID uuid.UUID, version *content.Version) error {
	_, err := r.settlement.settle(ctx, userID, []string{version.Code}, func(ctx context.Context, one *settling) error {
		return one.finish(ctx, version)
	})
	return err
}

// completeLesson comes after hold.
func (s *settling) completeLesson(ctx context.Context, version *content.Version, lessonID uuid.UUID) error {
	const done = `INSERT INTO lesson_progress (user_id, lesson_id, version_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`
	fresh, err := s.changes(ctx, done, s.userID, lessonID, version.ID)
	if err != nil {
		return err
	}
	if fresh {
		s.settled.Lesson = lessonID
	}
	return s.finish(ctx, version)
}

// finish completes the course where all of it is done, and what rests on it.
func (s *settling) finish(ctx context.Context, version *content.Version) error {
	const finished = `UPDATE course_enrolments SET completed_at = now()
		WHERE user_id = ? AND version_id = ? AND completed_at IS NULL AND ? = (SELECT count(*) FROM lesson_progress
			WHERE user_id = ? AND version_id = ?)`
	fresh, err := s.changes(ctx, finished, s.userID, version.ID, len(version.Lessons()), s.userID, version.ID)
	if err != nil {
		return err
	}
	if fresh {
		s.settled.Courses = append(s.settled.Courses, version)
	}
	return s.settleTracks(ctx, version.Code)
}

// changes runs a statement and reports whether it has changed anything.
func (s *settling) changes(ctx context.Context, statement string, args ...any) (bool, error) {
	result, err := s.tx.NewRaw(statement, args...).Exec(ctx)
	if err != nil {
		return false, err
	}
	rows, err := result.RowsAffected()
	return rows > 0, err
}

// settleTracks completes every track of the person that requires the course and whose rules are now met: the
// enrolment, the award and the job that prints the paper.
func (s *settling) settleTracks(ctx context.Context, courseCode string) error {
	enrolments, err := tracks.EnrolmentsOf(ctx, s.tx, s.userID)
	if err != nil {
		return err
	}
	for _, enrolment := range enrolments {
		if !enrolment.CompletedAt.IsZero() || !enrolment.Track.Requires(courseCode) {
			continue
		}
		standing, err := s.standing(ctx, enrolment.Track)
		if err != nil {
			return err
		}
		if !standing.Complete {
			continue
		}
		if err := s.completeTrack(ctx, enrolment, standing); err != nil {
			return err
		}
	}
	return nil
}

func (s *settling) standing(ctx context.Context, track tracks.Track) (Standing, error) {
	courses, err := s.known.manyIn(ctx, s.tx, s.userID, track.CourseCodes)
	if err != nil {
		return Standing{}, err
	}
	var exams []uuid.UUID
	for _, course := range courses {
		exams = append(exams, examsOf(course.Version)...)
	}
	outcomes, err := s.Quizzes.Outcomes(ctx, s.tx, s.userID, exams)
	return standingIn(track, courses, outcomes), err
}

func (s *settling) completeTrack(ctx context.Context, enrolment tracks.Enrolment, standing Standing) error {
	completed, err := tracks.Complete(ctx, s.tx, enrolment.ID, s.attempt)
	if err != nil {
		return err
	}
	claim, err := s.claim(ctx, enrolment, standing, completed)
	if err != nil {
		return err
	}
	award, err := s.Awards.Award(ctx, s.tx, claim)
	if err != nil {
		return err
	}
	s.settled.Tracks = append(s.settled.Tracks, enrolment.Track)
	s.settled.Awards = append(s.settled.Awards, award)
	if err := s.Queue.Enqueue(ctx, s.tx, registrar.PrintPaper{AwardID: award.ID}, nil); err != nil {
		return err
	}
	return s.tellOfAward(ctx, award)
}

// claim is what the certificate of a completed track will say.
func (s *settling) claim(
	ctx context.Context, enrolment tracks.Enrolment, standing Standing, completed time.Time,
) (certificates.Claim, error) {
	var holder struct {
		Name   string
		Locale string
	}
	if err := s.tx.NewRaw("SELECT name, locale FROM users WHERE id = ?", s.userID).Scan(ctx, &holder); err != nil {
		return certificates.Claim{}, err
	}
	settings, err := site.ReadSettings(ctx, s.tx)
	if err != nil {
		return certificates.Claim{}, err
	}
	started := standing.StartedAt
	if started.IsZero() {
		started = enrolment.EnrolledAt
	}
	minutes := studied(enrolment.Track, standing.Required)
	claim := certificates.Claim{
		HolderID: s.userID, HolderName: holder.Name, Locale: holder.Locale,
		Subject: "track/" + enrolment.Track.Code, TrackCode: enrolment.Track.Code,
		RulesVersion: enrolment.Track.Number, Hours: minutes / 60, Minutes: minutes % 60,
		TrackNames: enrolment.Track.Names,
		StartedOn:  day(started, holder.Locale), CompletedOn: day(completed, holder.Locale), AwardedOn: day(completed, holder.Locale),
		Issuer: certificates.Issuer{Name: settings.IssuerName, URL: s.BaseURL},
	}
	if claim.Signatory, err = s.signatory(ctx, enrolment.Track, settings); err != nil {
		return certificates.Claim{}, err
	}
	if standing.ExamsTaken > 0 {
		claim.Mark = certificates.MarkOf(assessment.Rounded(standing.Mark))
	}
	for _, course := range standing.Required {
		claim.Courses = append(claim.Courses, certificates.Course{
			Code: course.Version.Code, Version: course.Version.Number, Titles: course.Version.Titles,
		})
	}
	return claim, nil
}

// signatory is whom the track names, else whom the house does; nil where neither names anybody.
func (s *settling) signatory(
	ctx context.Context, track tracks.Track, settings site.Settings,
) (*certificates.Signatory, error) {
	by, err := tracks.SignatoryOf(ctx, s.tx, track.ID)
	if by.Name == "" {
		by = settings.Signs()
	}
	if err != nil || by.Name == "" {
		return nil, err
	}
	return &certificates.Signatory{Name: by.Name, Offices: by.Offices}, nil
}

// day is the date of t where most readers of the locale live, whichever zone this server was started in.
func day(t time.Time, locale string) certificates.Date {
	return certificates.DateOf(i18n.For(locale).Local(t))
}
