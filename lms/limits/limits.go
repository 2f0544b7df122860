// Package limits counts how often something is done, by account and by network address, so that all nodes of a site count
// together.
package limits

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"net/netip"
	"time"

	"vatra/lms/fault"
	"vatra/lms/pg"
)

// Limit names something that is counted.
type Limit string

// What is limited: by account, which stops guessing at one person from many machines, and by network address, which
// stops one machine from trying many people. A whole classroom may share one address.
const (
	LoginAccount    Limit = "login.account"
	LoginAddress    Limit = "login.address"
	RegisterAccount Limit = "register.account"
	RegisterAddress Limit = "register.address"
	ResetAccount    Limit = "reset.account"
	ResetAddress    Limit = "reset.address"
	ConfirmAccount  Limit = "confirm.account" // confirmation mails sent again
	VerifyAddress   Limit = "verify.address"  // certificates looked up by code
	SecondStep      Limit = "login.second"    // codes tried after the right password
	PasskeyAddress  Limit = "login.passkey"   // challenges for passkeys
)

// limits says how often within how long. Logins that succeed are not counted: see Limits.Forgive.
var limits = map[Limit]struct {
	hits   int
	within time.Duration
}{
	LoginAccount:    {10, 15 * time.Minute},
	LoginAddress:    {100, 15 * time.Minute},
	RegisterAccount: {5, time.Hour},
	RegisterAddress: {120, time.Hour},
	ResetAccount:    {5, time.Hour},
	ResetAddress:    {60, time.Hour},
	ConfirmAccount:  {5, time.Hour},
	VerifyAddress:   {60, time.Minute},
	SecondStep:      {6, 15 * time.Minute},
	PasskeyAddress:  {120, 15 * time.Minute},
}

// Hit is one thing to count: against which limit, and by whom, an e-mail address or a network address.
type Hit struct {
	Limit Limit
	Whose string
}

// Of is a hit of somebody against the limit.
func (l Limit) Of(whose string) Hit { return Hit{Limit: l, Whose: whose} }

// Limits counts in PostgreSQL, so that all nodes count together.
type Limits struct{ db *pg.DB }

// New counts in db.
func New(db *pg.DB) *Limits { return &Limits{db: db} }

// Each row is locked once and in order of its bucket, so two takers of the same buckets wait instead of deadlocking.
const takeHits = `
INSERT INTO rate_limits AS r (bucket, window_end, hits)
SELECT bucket, now() + make_interval(secs => seconds), 1
FROM unnest($1::text[], $2::integer[]) AS taken (bucket, seconds) ORDER BY bucket
ON CONFLICT (bucket) DO UPDATE SET
	hits = CASE WHEN r.window_end <= now() THEN 1 ELSE r.hits + 1 END,
	window_end = CASE WHEN r.window_end <= now() THEN excluded.window_end ELSE r.window_end END
RETURNING bucket, hits, extract(epoch FROM window_end - now())::double precision`

// Take counts the hits, all in one statement, and refuses with TooMany when any of them is over its limit. The fault's
// Args are RetryAfter in whole seconds, and Wait, a time.Duration, for the person.
func (r *Limits) Take(ctx context.Context, hits ...Hit) error {
	buckets := make(map[string]int, len(hits))
	names, seconds := make([]string, 0, len(hits)), make([]int32, 0, len(hits))
	for _, hit := range hits {
		limit, known := limits[hit.Limit]
		if !known {
			return fmt.Errorf("no rate limit is called %q", hit.Limit)
		}
		name := hit.bucket()
		buckets[name] = limit.hits
		names, seconds = append(names, name), append(seconds, int32(limit.within/time.Second))
	}
	rows, err := r.db.Pool.Query(ctx, takeHits, names, seconds)
	if err != nil {
		return fmt.Errorf("counting hits: %w", err)
	}
	defer rows.Close()
	wait := 0
	for rows.Next() {
		var bucket string
		var count int
		var left float64
		if err := rows.Scan(&bucket, &count, &left); err != nil {
			return fmt.Errorf("counting hits: %w", err)
		}
		if count > buckets[bucket] {
			wait = max(wait, int(math.Ceil(left)), 1)
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("counting hits: %w", err)
	}
	if wait > 0 {
		told := time.Duration(wait) * time.Second
		if told > time.Minute {
			told = (told + time.Minute - 1).Truncate(time.Minute)
		}
		return fault.New(fault.TooMany, "error.too_many", "RetryAfter", wait, "Wait", told)
	}
	return nil
}

// Forgive takes one hit back from each, after what was limited turned out well.
func (r *Limits) Forgive(ctx context.Context, hits ...Hit) error {
	for _, hit := range hits {
		const statement = `UPDATE rate_limits SET hits = hits - 1 WHERE bucket = $1 AND hits > 0`
		if _, err := r.db.Pool.Exec(ctx, statement, hit.bucket()); err != nil {
			return fmt.Errorf("forgiving a hit: %w", err)
		}
	}
	return nil
}

// bucket names the counter by a hash, so that no address is kept. All addresses of one IPv6 network share a counter.
func (h Hit) bucket() string {
	whose := h.Whose
	if ip, err := netip.ParseAddr(whose); err == nil {
		ip = ip.Unmap().WithZone("")
		if ip.Is6() {
			network, _ := ip.Prefix(64) // never fails for 64 of 128 bits
			ip = network.Addr()
		}
		whose = ip.String()
	}
	hash := sha256.Sum256([]byte(whose))
	return string(h.Limit) + ":" + hex.EncodeToString(hash[:16])
}
