package studio

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"vatra/content"
	"vatra/content/pack"
	"vatra/lms/fault"
	"vatra/lms/lang"
)

// The names of fields.
const (
	Title      = "title"
	Summary    = "summary"
	Text       = "text"       // of a block or a question, in Markdown
	Code       = "code"       // of the course: it is its address
	Languages  = "languages"  // of the course, by spaces: the first is the one that is translated from
	Licence    = "licence"    // of the course
	Author     = "author"     // of the course
	Key        = "key"        // of a module, a lesson or a question: it stays when the rest changes
	Sort       = "sort"       // of a lesson: content.KindPage, KindPractice or KindQuiz
	Minutes    = "minutes"    // that a lesson takes; empty: reckoned from its text
	Completion = "completion" // of a lesson: content.ByReading, ByQuestion, or empty
	PassMark   = "pass_mark"  // of a quiz, in per cent
	Attempts   = "attempts"   // of a quiz; empty: any number
	TimeLimit  = "time_limit" // of a quiz, in minutes; empty: none
	Shuffle    = "shuffle"    // of a quiz: "yes" or empty
	Draw       = "draw"       // of a quiz: how many questions with which tags an attempt asks, see Draws; empty: all
	place      = "place"      // of everything but the course: the id of the piece that it is in, and its rank among the others there
	gone       = "gone"       // "yes" while it is taken out
)

// MaxText is how many bytes a block or a question may have.
const MaxText = 64 << 10

// rule is what a field may say.
type rule struct {
	translated bool
	max        int // characters, or bytes where it has lines
	lines      bool
	check      func(text string) bool // nil: anything
}

var (
	title   = rule{translated: true, max: 200}
	summary = rule{translated: true, max: 1000}
	source  = rule{translated: true, max: MaxText, lines: true}
	key     = rule{max: 80, check: func(text string) bool { return text != "" && pack.Slug(text) == text }}
	named   = rule{max: 200}
	where   = rule{max: 2000}
	flag    = rule{max: 3, check: oneOf("", "yes")}
)

var rules = map[Kind]map[string]rule{
	Course: {
		Title: title, Summary: summary, Code: key, Languages: {max: 200, check: areLanguages}, Licence: named, Author: named,
	},
	Module: {Title: title, Key: key, place: where, gone: flag},
	Lesson: {
		Title: title, Summary: summary, Key: key, place: where, gone: flag,
		Sort:       {max: 20, check: oneOf(content.KindPage, content.KindPractice, content.KindQuiz)},
		Minutes:    {max: 5, check: upTo(pack.MaxMinutes)},
		Completion: {max: 20, check: oneOf("", content.ByReading, content.ByQuestion)},
		PassMark:   {max: 6, check: isPercent}, Attempts: {max: 3, check: upTo(999)}, TimeLimit: {max: 4, check: upTo(pack.MaxMinutes)},
		Shuffle: flag, Draw: {max: 2000, check: func(text string) bool { _, ok := Draws(text); return ok }},
	},
	Block:    {Text: source, place: where, gone: flag},
	Question: {Text: source, Key: key, place: where, gone: flag},
}

// Names are the fields of a kind of piece that people write, in order.
func Names(kind Kind) []string {
	var names []string
	for name := range rules[kind] {
		if name != place && name != gone {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// Translated reports whether a field is written in each language.
func Translated(kind Kind, name string) bool { return rules[kind][name].translated }

func oneOf(values ...string) func(string) bool {
	return func(text string) bool {
		for _, value := range values {
			if text == value {
				return true
			}
		}
		return false
	}
}

// upTo takes a whole number from 1, or nothing.
func upTo(most int) func(string) bool {
	return func(text string) bool {
		number, err := strconv.Atoi(text)
		return text == "" || err == nil && number > 0 && number <= most
	}
}

// isPercent takes a mark as a quiz may have one, or nothing.
func isPercent(text string) bool {
	mark, err := decimal.NewFromString(text)
	return text == "" || err == nil && !mark.IsNegative() && !mark.GreaterThan(decimal.NewFromInt(100)) && mark.Equal(mark.Round(2))
}

// Draws reads what the field Draw says, as "safety 3; documents 2": so many questions with that tag.
func Draws(text string) (draws []pack.Draw, ok bool) {
	if text == "" {
		return nil, true
	}
	for one := range strings.SplitSeq(text, ";") {
		at := strings.LastIndexByte(strings.TrimSpace(one), ' ')
		if at < 1 {
			return nil, false
		}
		one = strings.TrimSpace(one)
		count, err := strconv.Atoi(one[at+1:])
		if err != nil || count < 1 || count > 1000 {
			return nil, false
		}
		draws = append(draws, pack.Draw{Tag: strings.TrimSpace(one[:at]), Count: count})
	}
	return draws, true
}

// WrittenDraws is what Draws reads.
func WrittenDraws(draws []pack.Draw) string {
	var written []string
	for _, draw := range draws {
		written = append(written, draw.Tag+" "+strconv.Itoa(draw.Count))
	}
	return strings.Join(written, "; ")
}

func areLanguages(text string) bool {
	tags := strings.Fields(text)
	seen := map[string]bool{}
	for _, tag := range tags {
		if lang.Tag(tag) != tag || seen[tag] {
			return false
		}
		seen[tag] = true
	}
	return len(tags) > 0 && len(tags) <= pack.MaxLanguages
}

// clean gives a text in the form in which it is kept, or says at the field what is wrong with it.
func (k Kind) clean(at Place, text string) (string, error) {
	rule, known := rules[k][at.Name]
	fields := fault.Fields{}
	text = strings.ReplaceAll(text, "\r\n", "\n")
	if !rule.lines {
		text = strings.Join(strings.Fields(text), " ")
	}
	size := utf8.RuneCountInString(text)
	if rule.lines {
		size = len(text)
	}
	switch {
	case !known || rule.translated != (at.Lang != "") || at.Lang != "" && lang.Tag(at.Lang) != at.Lang:
		return "", fault.New(fault.NotFound, "studio.no_field")
	case !utf8.ValidString(text) || strings.ContainsRune(text, 0):
		fields.Add(at.Name, "error.bad_request")
	case size > rule.max:
		fields.Add(at.Name, "studio.too_long", "Max", rule.max)
	case rule.check != nil && !rule.check(text):
		fields.Add(at.Name, "studio.value."+at.Name)
	}
	return text, fields.Err()
}
