package learning

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"vatra/content"
	"vatra/lms/fault"
)

// QuizPlace is where a quiz stands: in which lesson of which version of a course.
type QuizPlace struct {
	Version *content.Version
	Lesson  content.Lesson
}

// QuizPlace finds the place of a quiz, by one prepared statement. NotFound where no lesson holds it.
func (s *Learning) QuizPlace(ctx context.Context, quizID uuid.UUID) (QuizPlace, error) {
	const lesson = `SELECT id, version_id FROM lessons WHERE quiz_id = $1`
	var lessonID, versionID uuid.UUID
	err := s.db.Pool.QueryRow(ctx, lesson, quizID).Scan(&lessonID, &versionID)
	if errors.Is(err, pgx.ErrNoRows) {
		return QuizPlace{}, fault.New(fault.NotFound, "content.lesson_not_found")
	}
	if err != nil {
		return QuizPlace{}, err
	}
	version, err := s.courses.Version(ctx, versionID)
	if err != nil {
		return QuizPlace{}, err
	}
	found, err := version.Lesson(lessonID)
	return QuizPlace{Version: version, Lesson: found}, err
}
