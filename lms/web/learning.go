package web

import (
	"github.com/google/uuid"

	"vatra/assessment"
	"vatra/lms/learning"
	"vatra/lms/web/views"
)

// showLearning is all that the visitor learns: tracks with the next step, courses, exams and certificates.
func (s *Server) showLearning(v *visit) error {
	overview, err := s.Learning.Overview(v.UserContext(), v.Actor.UserID)
	if err != nil {
		return err
	}
	awards, err := s.Awards.Awards(v.UserContext(), v.Actor.UserID)
	if err != nil {
		return err
	}
	page := views.LearningPage{
		Base: s.base(v, v.P.T("nav.learning")), Tracks: v.learningTracks(overview),
		Certificates: v.certificateCards(awards),
	}
	for _, course := range overview.Started {
		page.Courses = append(page.Courses, s.courseCard(v, course, v.P.Lang()))
	}
	for _, exam := range overview.Exams {
		page.Exams = append(page.Exams, v.learningExam(exam))
	}
	return s.render(v, views.Learning(page))
}

func (v *visit) learningTracks(overview learning.Overview) []views.LearningTrack {
	tracks := make([]views.LearningTrack, 0, len(overview.Tracks))
	for _, progress := range overview.Tracks {
		card := v.trackCard(progress.Track)
		track := views.LearningTrack{URL: card.URL, Name: card.Name, Progress: v.trackProgress(progress)}
		if minimum := progress.Track.Rules.MinimumMark; minimum.IsPositive() {
			track.MinimumMark = minimum.String()
		}
		tracks = append(tracks, track)
	}
	return tracks
}

func (v *visit) learningExam(exam learning.Exam) views.LearningExam {
	step := v.step(exam.Course, exam.Lesson, v.P.Lang())
	shown := views.LearningExam{
		URL: step.URL, Title: step.Lesson, Course: step.Course,
		Passed: exam.Outcome.Passed, Attempts: exam.Outcome.Attempts, Open: exam.Outcome.OpenAttempt != uuid.Nil,
	}
	if exam.Outcome.Attempts > 0 {
		shown.Mark = assessment.Rounded(exam.Outcome.Mark).String()
	}
	return shown
}

// continueWhereLeft is the part of the home page for who is logged in.
func (s *Server) continueWhereLeft(v *visit) (views.Continue, error) {
	overview, err := s.Learning.Overview(v.UserContext(), v.Actor.UserID)
	if err != nil {
		return views.Continue{}, err
	}
	part := views.Continue{}
	for _, track := range v.learningTracks(overview) {
		if track.Progress.CompletedAt.IsZero() {
			part.Tracks = append(part.Tracks, track)
		}
	}
	for _, course := range overview.Started {
		if course.CompletedAt.IsZero() {
			step := v.step(course, course.Resume(), v.P.Lang())
			part.Step = &step
			return part, nil
		}
	}
	for _, track := range part.Tracks {
		if track.Progress.Next.Step.URL != "" {
			part.Step = &track.Progress.Next.Step
			return part, nil
		}
	}
	return part, nil
}
