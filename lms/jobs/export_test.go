package jobs

import "time"

// Hasten makes the queue's node beat, and take for dead whoever was silent, at another pace. It comes before Start.
func (q *Queue) Hasten(beat, lease time.Duration) { q.pace = pace{beat, lease} }
