package studio

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"vatra/content"
	"vatra/content/competences"
	"vatra/content/markup/shape"
	"vatra/content/pack"
	"vatra/lms/fault"
	"vatra/lms/lang"
)

// The names of fields.
const (
	Title       = "title"
	Summary     = "summary"
	Text        = "text"        // of a block or a question, in Markdown
	Code        = "code"        // of the course: it is its address
	Languages   = "languages"   // of the course, by spaces: the first is the one that is translated from
	Licence     = "licence"     // of the course
	Author      = "author"      // of the course
	Work        = "work"        // of the course: what it was made of is called so
	Source      = "source"      // of the course: where that is found
	Competences = "competences" // of the course: what it trains, by spaces; see competences
	Picture     = "picture"     // of the course: the path of one of its files
	PictureAlt  = "picture_alt" // what that shows
	Key         = "key"         // of a module, a lesson or a question: it stays when the rest changes
	Sort        = "sort"        // of a lesson: content.KindPage, KindPractice or KindQuiz
	Minutes     = "minutes"     // that a lesson takes; empty: reckoned from its text
	Completion  = "completion"  // of a lesson: content.ByReading, ByQuestion, or empty
	PassMark    = "pass_mark"   // of a quiz, in per cent
	Attempts    = "attempts"    // of a quiz; empty: any number
	Opens       = "opens"       // of a quiz: since when it may be begun, by the clock of the site as in 2027-01-31T23:59; empty: always
	Closes      = "closes"      // of a quiz, likewise: until when it takes answers; empty: for ever
	TimeLimit   = "time_limit"  // of a quiz, in minutes, or minutes and seconds as in 1:30; empty: none
	Shuffle     = "shuffle"     // of a quiz: "yes" or empty
	Shape       = "shape"       // of a block: the form in which it is written, a shape.Kind; empty: as a text
	Draw        = "draw"        // of a quiz: how many questions with which tags an attempt asks, see Draws; empty: all
	place       = "place"       // of everything but the course: the id of the piece that it is in, and its rank among the others there
	gone        = "gone"        // "yes" while it is taken out
)

// MaxText is how many bytes a block or a question may have that is written here. What came from elsewhere may be as long as it came:
// it can be changed and shortened, and does not grow. So it is with the limits of all fields.
const MaxText = 64 << 10

// rule is what a field may say.
type rule struct {
	translated bool
	max        int // characters, or bytes where it has lines
	lines      bool
	check      func(text string) bool // nil: anything
	tidy       func(text string) string
}

var (
	title   = rule{translated: true, max: 200}
	summary = rule{translated: true, max: 1000}
	source  = rule{translated: true, max: MaxText, lines: true}
	key     = rule{max: 80, check: func(text string) bool { return text != "" && pack.Slug(text) == text }}
	named   = rule{max: 200}
	where   = rule{max: 2000}
	moment  = rule{max: 30, check: isMoment, tidy: tidyMoment}
	flag    = rule{max: 3, check: oneOf("", "yes")}
)

var rules = map[Kind]map[string]rule{
	Course: {
		Title: title, Summary: summary, Code: key, Languages: {max: 2000, check: areLanguages}, Licence: named, Author: named,
		Work: named, Source: named, Competences: {max: 200, check: areCompetences}, Picture: {max: 1000}, PictureAlt: summary,
	},
	Module: {Title: title, Key: key, place: where, gone: flag},
	Lesson: {
		Title: title, Summary: summary, Key: key, place: where, gone: flag,
		Sort:       {max: 20, check: oneOf(content.KindPage, content.KindPractice, content.KindQuiz)},
		Minutes:    {max: 5, check: upTo(pack.MaxMinutes)},
		Completion: {max: 20, check: oneOf("", content.ByReading, content.ByQuestion)},
		PassMark:   {max: 6, check: isPercent}, Attempts: {max: 10, check: upTo(math.MaxInt32)}, TimeLimit: {max: 7, check: isTime},
		Opens: moment, Closes: moment, Shuffle: flag, Draw: {max: 2000, check: func(text string) bool { _, ok := Draws(text); return ok }},
	},
	Block:    {Text: source, Shape: {max: 10, check: isShape}, place: where, gone: flag},
	Question: {Text: source, Key: key, place: where, gone: flag},
}

// Names are the fields of a kind of piece that people write, in order; without a kind those of all.
func Names(kind Kind) []string {
	var names []string
	for of, fields := range rules {
		for name := range fields {
			if (kind == "" || kind == of) && name != place && name != gone && name != Key {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Translated reports whether a field is written in each language.
func Translated(name string) bool {
	return name == Title || name == Summary || name == Text || name == PictureAlt
}

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

func isShape(text string) bool { return text == "" || slices.Contains(shape.Kinds, shape.Kind(text)) }

// isPercent takes a mark as a quiz may have one, or nothing.
func isPercent(text string) bool {
	mark, err := decimal.NewFromString(text)
	return text == "" || err == nil && !mark.IsNegative() && !mark.GreaterThan(decimal.NewFromInt(100)) && mark.Equal(mark.Round(2))
}

func areCompetences(text string) bool {
	numbers := strings.Fields(text)
	return slices.Equal(competences.Sorted(numbers), numbers)
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

// clean gives a text in the form in which it is kept, or says at the field what is wrong with it. It may have as many bytes as stand
// there already.
func (k Kind) clean(at Place, text string, already int) (string, error) {
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
	case size > rule.max && len(text) > already:
		fields.Add(at.Name, "studio.too_long", "Max", rule.max)
	case rule.check != nil && !rule.check(text):
		fields.Add(at.Name, "studio.value."+at.Name)
	}
	if rule.tidy != nil && len(fields) == 0 {
		text = rule.tidy(text)
	}
	return text, fields.Err()
}
