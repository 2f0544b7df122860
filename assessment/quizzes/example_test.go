package quizzes_test

import (
	"fmt"
	"time"

	"vatra/assessment/quizzes"
	"vatra/lms/fault"
)

func ExampleQuiz_MayBegin() {
	noon := time.Date(2026, time.May, 4, 12, 0, 0, 0, time.UTC)
	quiz := quizzes.Quiz{TimeLimit: time.Hour, MaxAttempts: 2, ClosesAt: noon.Add(30 * time.Minute)}
	fmt.Println(quiz.MayBegin(noon, 1))
	fmt.Println(quiz.Deadline(noon).Sub(noon), "for an attempt that begins now")
	if told, ok := fault.As(quiz.MayBegin(noon, 2)); ok {
		fmt.Println(told.Kind, told.Key, told.Args)
	}
	// Output:
	// <nil>
	// 30m0s for an attempt that begins now
	// conflict assessment.no_attempts_left map[Attempts:2]
}
