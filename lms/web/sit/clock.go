package sit

import (
	"github.com/gofiber/fiber/v2"

	"vatra/assessment/exam"
	"vatra/lms/web/door"
)

// clock is what quiz.js is told of the time: whether answers are taken, and how many seconds are left where there is a
// deadline. The clock of the device is asked nothing.
type clock struct {
	Open bool     `json:"open"`
	Left *float64 `json:"left,omitempty"`
}

func clockOf(c exam.Clock) clock {
	if !c.Timed {
		return clock{Open: c.Open}
	}
	left := c.Left.Seconds()
	return clock{c.Open, &left}
}

// tellTime answers a page that asks how much is left: when its own clock may have stood still, and before it hands in.
func (a *area) tellTime(v *door.Visit) error {
	id, err := attemptID(v)
	if err != nil {
		return err
	}
	now, err := a.Quizzes.Clock(v.UserContext(), id, v.Actor.UserID)
	if err != nil {
		return err
	}
	return a.RenderJSON(v, fiber.StatusOK, clockOf(now))
}
