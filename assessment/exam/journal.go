package exam

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"vatra/assessment"
	"vatra/lms/fault"
	"vatra/lms/pg"
)

// maxSeq is the largest number that a browser counts to exactly.
const maxSeq = 1<<53 - 1

// Save is one answer to be kept. Seq is the client's number of this answer in its slot, growing with every change: the
// same Seq again is the same answer again. Zero asks the server for the next number (a form without JavaScript).
type Save struct {
	AttemptID uuid.UUID
	LearnerID uuid.UUID
	Slot      int
	Seq       int64
	Response  assessment.Response
}

// Saved acknowledges an answer that is committed. At is when it was first saved, by the database's clock. Receipt is for
// whoever gave the answer, and is given here and nowhere else.
type Saved struct {
	At      time.Time
	Seq     int64
	Receipt string
	Clock   Clock // as of this answer
}

// spend counts a save in the attempt's row, against what bounds.go allows.
const spend = `UPDATE attempts SET
        saves_left = saves_left - 1, bytes_left = bytes_left - pg_column_size($5::jsonb),
        saves_paid_until = greatest(saves_paid_until, clock_timestamp()) + ` + pace

// keep is the statement of nearly every save: it keeps the answer if the attempt is the learner's, open, in time and within
// its bounds, has the slot, and the number is higher than any in the slot; else it gives nothing. The attempt's row is
// changed first, and so locked: a submit that is under way is waited for and its outcome seen, and one that comes later
// waits for this answer. The clock is read after that wait.
const keep = `
WITH attempt AS (
    ` + spend + `
    WHERE id = $1 AND learner_id = $2 AND submitted_at IS NULL
      AND saves_left > 0 AND bytes_left >= pg_column_size($5::jsonb)
      AND saves_paid_until <= clock_timestamp() + (saves_at_once - 1) * ` + pace + `
      AND NOT EXISTS (SELECT FROM answers WHERE attempt_id = $1 AND slot = $3 AND seq >= $4)
    RETURNING id, deadline, clock_timestamp() AS now
)
INSERT INTO answers (attempt_id, slot, seq, response, saved_at)
SELECT attempt.id, slots.slot, $4, $5, attempt.now
FROM attempt JOIN attempt_slots slots ON slots.attempt_id = attempt.id AND slots.slot = $3
WHERE (attempt.deadline IS NULL OR attempt.now <= attempt.deadline) AND pg_column_size($5::jsonb) <= slots.room
ON CONFLICT DO NOTHING
RETURNING saved_at, (SELECT extract(epoch FROM deadline - now)::double precision FROM attempt)`

// decide is keep for the other saves: it takes the next number where none is given, and says why nothing was kept. Its lock
// is the one that counting takes, so that two of them do not each hold a weaker one and wait for the other.
const decide = `
WITH attempt AS MATERIALIZED (
    SELECT id, deadline, submitted_at, saves_left, bytes_left, saves_paid_until - (saves_at_once - 1) * ` + pace + ` AS free_at
    FROM attempts WHERE id = $1 AND learner_id = $2 FOR NO KEY UPDATE
), newest AS MATERIALIZED (
    SELECT seq, response, saved_at FROM answers WHERE attempt_id = $1 AND slot = $3::integer ORDER BY seq DESC LIMIT 1
), known AS MATERIALIZED (
    SELECT seq, response, saved_at FROM answers WHERE attempt_id = $1 AND slot = $3::integer AND seq = $4::bigint
    UNION ALL
    SELECT seq, response, saved_at FROM newest WHERE $4::bigint = 0 AND response = $5::jsonb
), decision AS MATERIALIZED (
    SELECT attempt.id, attempt.deadline, slots.slot, clock_timestamp() AS now,
           extract(epoch FROM attempt.free_at - clock_timestamp())::double precision AS wait,
           CASE WHEN $4::bigint = 0 THEN coalesce((SELECT seq FROM newest), 0) + 1 ELSE $4::bigint END AS seq,
           CASE WHEN slots.slot IS NULL THEN 'no slot'
                WHEN attempt.submitted_at IS NOT NULL THEN 'closed'
                WHEN clock_timestamp() > attempt.deadline THEN 'late'
                WHEN $4::bigint > 0 AND $4::bigint < (SELECT seq FROM newest) THEN 'overtaken'
                WHEN pg_column_size($5::jsonb) > slots.room THEN 'no room'
                WHEN attempt.saves_left < 1 OR attempt.bytes_left < pg_column_size($5::jsonb) THEN 'used up'
                WHEN clock_timestamp() < attempt.free_at THEN 'too fast'
                ELSE 'open' END AS state
    FROM attempt LEFT JOIN attempt_slots slots ON slots.attempt_id = attempt.id AND slots.slot = $3::integer
), counted AS (
    ` + spend + `
    FROM decision WHERE attempts.id = decision.id AND decision.state = 'open' AND NOT EXISTS (SELECT FROM known)
    RETURNING attempts.id
), made AS (
    INSERT INTO answers (attempt_id, slot, seq, response, saved_at)
    SELECT id, slot, seq, $5::jsonb, now FROM decision JOIN counted USING (id)
    ON CONFLICT DO NOTHING
    RETURNING seq, saved_at
)
SELECT decision.state, decision.deadline, extract(epoch FROM decision.deadline - decision.now)::double precision, decision.wait, coalesce(made.seq, known.seq),
       coalesce(made.saved_at, known.saved_at), coalesce(known.response = $5::jsonb, true),
       coalesce((SELECT seq FROM newest), 0)
FROM decision LEFT JOIN made ON true LEFT JOIN known ON true`

// Save appends the answer to the journal and acknowledges it once it is committed. One prepared statement decides and
// keeps; only where it keeps nothing, a second one says why:
//
//   - The same Seq again with the same response is acknowledged with the time of the first, even after the attempt was
//     closed: it is in the journal. With another response it is a Conflict (assessment.answer_changed_elsewhere, with
//     the newest Seq): somebody else has used that number.
//   - A new Seq lower than the newest is the same Conflict and is not kept: it would be acknowledged and never count.
//   - Seq 0 takes the next number, or the newest where it holds this very response.
//   - After the deadline it is a Conflict (assessment.too_late), after submitting too (assessment.attempt_closed). There
//     is no such slot: NotFound (assessment.slot_not_found). There is no such attempt, or it is another's: NotFound
//     (assessment.attempt_not_found). What is not a number is Invalid, an answer that is too large is TooLarge
//     (assessment.answer_too_large, or assessment.answer_no_room where it is more than its question can be answered with).
//   - What is more than the attempt may save (see bounds.go) is TooMany: assessment.saves_too_fast, with RetryAfter in
//     seconds, or assessment.saves_used_up for good.
//
// It must not run inside a transaction that has written to the same attempt: it works on its own connection.
func (s *Store) Save(ctx context.Context, save Save) (Saved, error) {
	save, err := save.clean()
	if err != nil {
		return Saved{}, err
	}
	saved, err := s.enter(ctx, save)
	if err != nil {
		return Saved{}, err
	}
	saved.Receipt, err = s.receiptFor(save, saved.Seq, saved.At)
	return saved, err
}

func (save Save) clean() (Save, error) {
	if save.Seq < 0 || save.Seq > maxSeq {
		return save, fault.New(fault.Invalid, "assessment.seq_invalid")
	}
	if save.Slot < 1 || save.Slot > math.MaxInt32 {
		return save, fault.New(fault.NotFound, "assessment.slot_not_found")
	}
	var err error
	save.Response, err = save.Response.Clean()
	return save, err
}

// enter is Save of a clean answer without a receipt, for those that testify to nothing.
func (s *Store) enter(ctx context.Context, save Save) (Saved, error) {
	body, err := json.Marshal(save.Response)
	if err != nil {
		return Saved{}, fmt.Errorf("saving an answer: %w", err)
	}
	if save.Seq > 0 {
		if saved, done, err := s.keepNew(ctx, save, body); done || err != nil {
			return saved, err
		}
	}
	// Two saves with the same number at the same moment: the one that lost saw neither its own row nor the other's, and
	// sees the other's the second time. With Seq 0 it may lose again, once for each rival.
	for range 20 {
		saved, done, err := s.decide(ctx, save, body)
		if done || err != nil {
			return saved, err
		}
	}
	return Saved{}, errors.New("saving an answer: too many at once in the same slot")
}

func (s *Store) keepNew(ctx context.Context, given Save, body []byte) (saved Saved, done bool, err error) {
	var at time.Time
	var left *float64
	err = s.db.Pool.QueryRow(ctx, keep, given.AttemptID, given.LearnerID, given.Slot, given.Seq, body).Scan(&at, &left)
	if errors.Is(err, pgx.ErrNoRows) {
		return Saved{}, false, nil
	}
	if err != nil {
		return Saved{}, false, fmt.Errorf("saving an answer: %w", err)
	}
	return Saved{At: at.UTC(), Seq: given.Seq, Clock: clockOf(true, left)}, true, nil
}

func (s *Store) decide(ctx context.Context, given Save, body []byte) (saved Saved, done bool, err error) {
	var state string
	var deadline, at *time.Time
	var seq *int64
	var same bool
	var wait float64
	var left *float64
	var newest int64
	err = s.db.Pool.QueryRow(ctx, decide, given.AttemptID, given.LearnerID, given.Slot, given.Seq, body).
		Scan(&state, &deadline, &left, &wait, &seq, &at, &same, &newest)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return Saved{}, false, attemptNotFound()
	case err != nil:
		return Saved{}, false, fmt.Errorf("saving an answer: %w", err)
	case seq != nil && !same:
		return Saved{}, false, fault.New(fault.Conflict, "assessment.answer_changed_elsewhere", "Newest", newest)
	case seq != nil:
		return Saved{At: at.UTC(), Seq: *seq, Clock: clockOf(state != "closed" && state != "late", left)}, true, nil
	case state == "overtaken":
		return Saved{}, false, fault.New(fault.Conflict, "assessment.answer_changed_elsewhere", "Newest", newest)
	case state == "no slot":
		return Saved{}, false, fault.New(fault.NotFound, "assessment.slot_not_found")
	case state == "closed":
		return Saved{}, false, fault.New(fault.Conflict, "assessment.attempt_closed")
	case state == "no room":
		return Saved{}, false, noRoom()
	case state == "used up":
		return Saved{}, false, usedUp()
	case state == "too fast":
		return Saved{}, false, tooFast(wait)
	case state == "late":
		return Saved{}, false, fault.New(fault.Conflict, "assessment.too_late", "Deadline", pg.UTC(deadline))
	}
	return Saved{}, false, nil
}
