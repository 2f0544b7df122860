package assessment

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"unicode"

	"vatra/lms/fault"
)

// The most that a response may hold. What a question is answered with is less: see roomOf in assessment/exam.
const (
	MaxText       = 1000 // characters of a text; the field says so
	MaxNumber     = 40   // characters of a number
	MaxGap        = 100  // characters in a gap
	maxResponseID = 64   // bytes
)

// Response is what a learner answered; which field counts depends on the question's type. The zero value is "not
// answered". It is kept as JSON, as given: a number stays as it was typed.
type Response struct {
	Choices []string          `json:"choices,omitempty"` // ids of the choices chosen
	Text    string            `json:"text,omitempty"`    // short text
	Number  string            `json:"number,omitempty"`  // as typed; see Readings
	Pairs   map[string]string `json:"pairs,omitempty"`   // id of a line → the side given to it: the id of an option, or a place from 1
	Gaps    map[string]string `json:"gaps,omitempty"`    // id of a gap → what was typed in it, or the id of the choice
}

// Empty reports whether nothing was answered.
func (r Response) Empty() bool {
	for _, option := range r.Pairs {
		if option != "" {
			return false
		}
	}
	for _, typed := range r.Gaps {
		if strings.TrimSpace(typed) != "" {
			return false
		}
	}
	return len(r.Choices) == 0 && strings.TrimSpace(r.Text) == "" && strings.TrimSpace(r.Number) == ""
}

// Answered is the response without choices, pairs, options and gaps that the question does not have. Where nothing is left
// it is an Invalid fault that says how to answer; and where a gap asks for a number and has none, one that says so.
func (q *Question) Answered(r Response) (Response, error) {
	out := Response{Text: plain(r.Text), Number: plain(r.Number)}
	for _, choice := range q.Choices {
		if r.Chose(choice.ID) {
			out.Choices = append(out.Choices, choice.ID)
		}
	}
	sides := q.Sides()
	for _, line := range q.Lines() {
		if side := r.Pairs[line.ID]; slices.Contains(sides, side) {
			given(&out.Pairs, line.ID, side)
		}
	}
	var err error
	if out.Gaps, err = q.answeredGaps(r); err != nil {
		return Response{}, err
	}
	if out.Empty() {
		return Response{}, fault.New(fault.Invalid, q.rule().missing)
	}
	return out, nil
}

// given notes what was given to a part of the question.
func given(parts *map[string]string, id, what string) {
	if *parts == nil {
		*parts = map[string]string{}
	}
	(*parts)[id] = what
}

// Chose reports whether the choice with this id was chosen.
func (r Response) Chose(id string) bool { return slices.Contains(r.Choices, id) }

// Clean is the response as it is stored: choices sorted and once each, pairs without an option and empty gaps left out, and no
// characters that PostgreSQL cannot keep. It refuses, with a fault, what is too large (TooLarge) and what is not a
// number where one is asked for (Invalid), so that whatever is acknowledged can be marked.
func (r Response) Clean() (Response, error) {
	var out Response
	for _, id := range r.Choices {
		if id = plain(id); id != "" {
			out.Choices = append(out.Choices, id)
		}
	}
	slices.Sort(out.Choices)
	out.Choices = slices.Compact(out.Choices)
	out.Text, out.Number = plain(r.Text), strings.TrimSpace(plain(r.Number))
	for pair, option := range r.Pairs {
		if option = plain(option); option == "" {
			continue
		}
		given(&out.Pairs, plain(pair), option)
	}
	for gap, typed := range r.Gaps {
		if typed = strings.TrimSpace(plain(typed)); typed != "" {
			given(&out.Gaps, plain(gap), typed)
		}
	}
	if out.tooLarge() {
		return Response{}, fault.New(fault.TooLarge, "assessment.answer_too_large", "Max", MaxText)
	}
	if out.Number != "" {
		if _, err := Readings(out.Number); err != nil {
			return Response{}, err
		}
	}
	return out, nil
}

func (r Response) tooLarge() bool {
	long := func(id string) bool { return len(id) > maxResponseID }
	for pair, option := range r.Pairs {
		if long(pair) || long(option) {
			return true
		}
	}
	for gap, typed := range r.Gaps {
		if long(gap) || len([]rune(typed)) > MaxGap {
			return true
		}
	}
	return len(r.Gaps) > maxGaps || len([]rune(r.Text)) > MaxText || len(r.Choices) > maxChoices || len(r.Pairs) > maxChoices ||
		slices.ContainsFunc(r.Choices, long)
}

// Digest tells two responses apart, and is what the fingerprint in a receipt is taken of: the SHA-256, in hex, of the
// response in its one JSON form, with fields in the order above and pairs sorted by id.
func (r Response) Digest() string {
	body, _ := json.Marshal(r) // strings always can be
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// plain drops what cannot be stored in jsonb (NUL, broken UTF-8) and other control characters but line ends and tabs.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || !unicode.IsControl(r) {
			return r
		}
		return -1
	}, strings.ToValidUTF8(s, ""))
}
