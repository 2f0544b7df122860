package exam

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"vatra/assessment"
	"vatra/lms/pg"
)

// Standing is what the journal says now of what a receipt testifies.
type Standing string

// The standings.
const (
	Kept    Standing = "kept"    // the very answer, of the very time
	Altered Standing = "altered" // another answer or another time stands in its place
	Missing Standing = "missing" // nothing stands in its place
)

// Testimony is a receipt beside the journal.
type Testimony struct {
	Receipt  Receipt
	Err      error // it is not genuine, and nothing else is set: the fault of VerifyReceipt
	Standing Standing
	Newest   bool // no later answer to the question is in the journal
}

// Holds reports whether the receipt is genuine and the journal agrees.
func (t Testimony) Holds() bool { return t.Err == nil && t.Standing == Kept }

const testimonies = `
SELECT asked.n, a.response, a.saved_at,
       NOT EXISTS (SELECT FROM answers l WHERE l.attempt_id = asked.attempt AND l.slot = asked.slot AND l.seq > asked.seq)
FROM unnest($1::uuid[], $2::integer[], $3::bigint[]) WITH ORDINALITY AS asked (attempt, slot, seq, n)
LEFT JOIN answers a ON a.attempt_id = asked.attempt AND a.slot = asked.slot AND a.seq = asked.seq`

// Testify holds receipts beside the journal, in their order: is each genuine, and does the journal still have what it says?
// One statement, however many. It is for anybody who holds a receipt, and tells nothing of the answer.
func (s *Store) Testify(ctx context.Context, texts []string) ([]Testimony, error) {
	told := make([]Testimony, len(texts))
	var genuine, slots []int
	var attempts []uuid.UUID
	var seqs []int64
	for i, text := range texts {
		receipt, err := VerifyReceipt(s.ReceiptKey(), text)
		if told[i] = (Testimony{Receipt: receipt, Err: err}); err != nil {
			continue
		}
		genuine, attempts = append(genuine, i), append(attempts, receipt.AttemptID)
		slots, seqs = append(slots, receipt.Slot), append(seqs, receipt.Seq)
	}
	if len(genuine) == 0 {
		return told, nil
	}
	err := s.db.Each(ctx, func(scan pg.Scan) error {
		var n int
		var body []byte
		var at *time.Time
		var newest bool
		if err := scan(&n, &body, &at, &newest); err != nil {
			return err
		}
		one := &told[genuine[n-1]]
		one.Newest = newest
		return s.compare(one, body, at)
	}, testimonies, attempts, slots, seqs)
	if err != nil {
		return nil, fmt.Errorf("holding receipts beside the journal: %w", err)
	}
	return told, nil
}

// compare sets the standing of a receipt by the row in its place, which may be none.
func (s *Store) compare(one *Testimony, body []byte, at *time.Time) error {
	if at == nil {
		one.Standing = Missing
		return nil
	}
	var response assessment.Response
	if err := json.Unmarshal(body, &response); err != nil {
		return err
	}
	one.Standing = Altered
	r := one.Receipt
	if s.signer.fingerprint(r.AttemptID, r.Slot, r.Seq, response) == r.Print && at.Equal(r.SavedAt) {
		one.Standing = Kept
	}
	return nil
}
