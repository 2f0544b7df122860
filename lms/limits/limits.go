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

	"vatra/lms/pg"
)

// Limit names something that is counted.
type Limit string

// What is limited: by account, and by network address, which stops one machine from trying many people. A whole classroom
// may share one address. Tries of a password and of a second step are slowed: see Try.
const (
	LoginAddress    Limit = "login.address"
	RegisterAccount Limit = "register.account"
	RegisterAddress Limit = "register.address"
	ResetAccount    Limit = "reset.account"
	ResetAddress    Limit = "reset.address"
	ConfirmAccount  Limit = "confirm.account" // confirmation mails sent again
	ChangeAccount   Limit = "address.account" // other addresses asked for by one account
	ChangeAddress   Limit = "address.address" // and of one such e-mail address, by whomever
	VerifyAddress   Limit = "verify.address"  // certificates looked up by code
	PictureAddress  Limit = "verify.picture"  // pictures of certificates, looked up by code
	VerifyList      Limit = "verify.list"     // lists of codes looked up, each of fifty at most
	ReceiptAddress  Limit = "receipt.address" // receipts checked
	PasskeyAddress  Limit = "login.passkey"   // challenges for passkeys
	AskAccount      Limit = "ask.account"     // questions to trainers
	CommentLink     Limit = "comment.link"    // comments of the reader of a draft
)

// limits says how often within how long. Logins that succeed are not counted: see Limits.Forgive.
var limits = map[Limit]struct {
	hits   int
	within time.Duration
}{
	LoginAddress:    {100, 15 * time.Minute},
	RegisterAccount: {5, time.Hour},
	RegisterAddress: {120, time.Hour},
	ResetAccount:    {5, time.Hour},
	ResetAddress:    {60, time.Hour},
	ConfirmAccount:  {5, time.Hour},
	ChangeAccount:   {5, time.Hour},
	ChangeAddress:   {5, time.Hour},
	VerifyAddress:   {60, time.Minute},
	PictureAddress:  {300, time.Minute},
	VerifyList:      {20, time.Minute},
	ReceiptAddress:  {60, time.Minute},
	PasskeyAddress:  {120, 15 * time.Minute},
	AskAccount:      {10, time.Hour},
	CommentLink:     {120, time.Hour},
}

// Hit is one thing to count: against which limit, and by whom, an e-mail address or a network address. From is where it is
// counted apart, if anywhere.
type Hit struct {
	Limit Limit
	Whose string
	From  string
}

// Of is a hit of somebody against the limit.
func (l Limit) Of(whose string) Hit { return Hit{Limit: l, Whose: whose} }

// OfFrom is Of, counted apart for each place that it comes from: a network address, or a browser.
func (l Limit) OfFrom(whose, from string) Hit { return Hit{Limit: l, Whose: whose, From: from} }

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
// Args are RetryAfter in whole seconds, and Wait, a time.Duration, for the person. See First too.
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
	wait, first := 0, false
	for rows.Next() {
		var bucket string
		var count int
		var left float64
		if err := rows.Scan(&bucket, &count, &left); err != nil {
			return fmt.Errorf("counting hits: %w", err)
		}
		if count > buckets[bucket] {
			wait, first = max(wait, int(math.Ceil(left)), 1), first || count == buckets[bucket]+1
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("counting hits: %w", err)
	}
	if wait > 0 {
		return tooMany(wait, first)
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

// bucket names the counter by a hash, so that no address is kept.
func (h Hit) bucket() string {
	hash := sha256.Sum256([]byte(network(h.Whose)))
	if h.From != "" {
		hash = sha256.Sum256(append(hash[:], network(h.From)...))
	}
	return string(h.Limit) + ":" + hex.EncodeToString(hash[:16])
}

// network is what stands for a network address: all addresses of one IPv6 network share a counter. Any other text stands for
// itself.
func network(whose string) string {
	ip, err := netip.ParseAddr(whose)
	if err != nil {
		return whose
	}
	ip = ip.Unmap().WithZone("")
	if ip.Is6() {
		network, _ := ip.Prefix(64) // never fails for 64 of 128 bits
		ip = network.Addr()
	}
	return ip.String()
}
