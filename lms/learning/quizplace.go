package learning

import (
	"context"

	"github.com/google/uuid"

	"vatra/content"
	"vatra/lms/pg"
)

// QuizPlace is where a quiz stands: in which lesson of which version of a course.
type QuizPlace struct {
	Version *content.Version
	Lesson  content.Lesson
}

// QuizPlace finds the place of a quiz, by one prepared statement. NotFound where no lesson holds it.
func (s *Sitting) QuizPlace(ctx context.Context, quizID uuid.UUID) (QuizPlace, error) {
	const lesson = `SELECT id, version_id FROM lessons WHERE quiz_id = $1`
	var lessonID, versionID uuid.UUID
	err := s.rooms.DB.Pool.QueryRow(ctx, lesson, quizID).Scan(&lessonID, &versionID)
	if err != nil {
		return QuizPlace{}, pg.Found(err, "content.lesson_not_found")
	}
	version, err := s.rooms.Courses.Version(ctx, versionID)
	if err != nil {
		return QuizPlace{}, err
	}
	found, err := version.Lesson(lessonID)
	return QuizPlace{Version: version, Lesson: found}, err
}
