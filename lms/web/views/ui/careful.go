package ui

import "time"

// HasDay reports whether there is a date yet.
func HasDay(t time.Time) bool { return !t.IsZero() }
