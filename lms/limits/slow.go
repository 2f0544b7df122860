package limits

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"vatra/lms/fault"
)

// What is slowed: tries of a password, and of the codes of a second step. A few are free; after each one more that is wrong
// the next has to wait for twice as long (OWASP ASVS 2.2.1, NIST SP 800-63B section 5.2.2). Nobody is locked out for what others do: who guesses at an account
// from one place is slowed there, who guesses from many places is slowed wherever the account is not known, and a browser
// that has logged in to it before goes on.
const (
	GuessHere     Limit = "guess.here"     // at an account, from one network address
	GuessAnywhere Limit = "guess.anywhere" // at an account, from all browsers together that it does not know
	GuessKnown    Limit = "guess.known"    // at an account, from one browser that it knows
	GuessInside   Limit = "guess.inside"   // by somebody who is logged in, at their own password

	StepHere     Limit = "step.here"     // codes after the right password of an account, from one network address
	StepAnywhere Limit = "step.anywhere" // the same from all browsers together that it does not know
	StepKnown    Limit = "step.known"    // the same from one browser that it knows
)

// slowed says how many tries are free, how long the first wait is and how long the longest, and when all is forgotten.
var slowed = map[Limit]struct {
	free                int
	first, most, forget time.Duration
}{
	GuessHere:     {5, 30 * time.Second, 15 * time.Minute, 24 * time.Hour},
	GuessAnywhere: {50, time.Minute, 15 * time.Minute, 24 * time.Hour},
	GuessKnown:    {5, 30 * time.Second, 15 * time.Minute, 24 * time.Hour},
	GuessInside:   {5, 30 * time.Second, 15 * time.Minute, 24 * time.Hour},
	StepHere:      {5, 30 * time.Second, 15 * time.Minute, 24 * time.Hour},
	StepAnywhere:  {50, time.Minute, 15 * time.Minute, 24 * time.Hour},
	StepKnown:     {5, 30 * time.Second, 15 * time.Minute, 24 * time.Hour},
}

// anywhere reports whether what others try is counted too.
func (l Limit) anywhere() bool { return l == GuessAnywhere || l == StepAnywhere }

// The time is asked once the row is held: now() is when the statement began, before that of another that has just ended.
const try = `
INSERT INTO guesses AS g (bucket, tries, wait_until, forget_at)
VALUES ($1, 1, now(), now() + make_interval(secs => $5::integer))
ON CONFLICT (bucket) DO UPDATE SET
	too_early = CASE WHEN g.wait_until > clock_timestamp() THEN g.too_early + 1 ELSE 0 END,
	tries = CASE WHEN g.wait_until > clock_timestamp() THEN g.tries WHEN g.forget_at <= now() THEN 1 ELSE g.tries + 1 END,
	wait_until = CASE
		WHEN g.wait_until > clock_timestamp() THEN g.wait_until
		WHEN g.forget_at <= now() OR g.tries + 1 < $2::integer THEN now()
		ELSE now() + make_interval(secs => least($4::integer, $3::integer * power(2, least(g.tries + 1 - $2::integer, 20)))) END,
	forget_at = CASE WHEN g.wait_until > clock_timestamp() THEN g.forget_at ELSE excluded.forget_at END
RETURNING too_early, extract(epoch FROM wait_until - now())::double precision`

// Try counts one try against each, in their order, before it is known whether it is right. Where one of them has to wait it
// refuses with TooMany and the arguments of Take, and counts nothing: who asks too early does not have to wait for longer.
// refused is the one that has to wait. See First too.
func (r *Limits) Try(ctx context.Context, hits ...Hit) (refused Limit, err error) {
	for i, hit := range hits {
		limit, known := slowed[hit.Limit]
		if !known {
			return "", fmt.Errorf("nothing that is slowed is called %q", hit.Limit)
		}
		var early int
		var left float64
		err := r.db.Pool.QueryRow(ctx, try, hit.bucket(), limit.free, int(limit.first.Seconds()), int(limit.most.Seconds()),
			int(limit.forget.Seconds())).Scan(&early, &left)
		if err != nil {
			return "", fmt.Errorf("counting a try: %w", err)
		}
		if early > 0 {
			return hit.Limit, errors.Join(r.Uncount(ctx, hits[:i]...), tooMany(max(1, int(math.Ceil(left))), early == 1))
		}
	}
	return "", nil
}

// Uncount takes one try back from each.
func (r *Limits) Uncount(ctx context.Context, hits ...Hit) error {
	return r.each(ctx, `UPDATE guesses SET tries = greatest(0, tries - 1), wait_until = now() WHERE bucket = $1`, hits)
}

// Right is for a try that was right: what is counted for that place is forgotten. Of what is counted from anywhere only
// this try is taken back, since the others were not theirs.
func (r *Limits) Right(ctx context.Context, hits ...Hit) error {
	for _, hit := range hits {
		if hit.Limit.anywhere() {
			if err := r.Uncount(ctx, hit); err != nil {
				return err
			}
			continue
		}
		if err := r.each(ctx, `DELETE FROM guesses WHERE bucket = $1`, []Hit{hit}); err != nil {
			return err
		}
	}
	return nil
}

func (r *Limits) each(ctx context.Context, statement string, hits []Hit) error {
	for _, hit := range hits {
		if _, err := r.db.Pool.Exec(ctx, statement, hit.bucket()); err != nil {
			return fmt.Errorf("changing what is counted: %w", err)
		}
	}
	return nil
}

// errFirst is the cause of the first refusal of a wait.
var errFirst = errors.New("the first refusal of this wait")

// First reports whether a refusal is the first one of its wait: whoever tells of refusals tells of each wait once, so that
// nobody fills a log by asking on.
func First(refusal error) bool { return errors.Is(refusal, errFirst) }

// tooMany tells how long to wait, in whole seconds for a program and rounded up to minutes for a person.
func tooMany(seconds int, first bool) error {
	told := time.Duration(seconds) * time.Second
	if told > time.Minute {
		told = (told + time.Minute - 1).Truncate(time.Minute)
	}
	refusal := fault.New(fault.TooMany, "error.too_many", "RetryAfter", seconds, "Wait", told)
	if first {
		refusal.Err = errFirst
	}
	return refusal
}
