package intake

import (
	"fmt"

	"vatra/assessment"
	"vatra/assessment/formats/markdown"
	"vatra/content/pack"
	"vatra/lms/fault"
)

// segment is a text or a question, and its place among the parts that were written. key is that of a question which the language
// does not say.
type segment struct {
	markdown.Segment
	place int
	key   string
}

// split gives the pieces of a lesson and its questions, each with a key: its own, else its number in the lesson, which
// is the same in every translation.
func split(segments []segment) ([]piece, []assessment.Question) {
	var pieces []piece
	var questions []assessment.Question
	for _, segment := range segments {
		if segment.Question == nil {
			pieces = append(pieces, piece{source: segment.Text, question: segment.key, place: segment.place})
			continue
		}
		question := *segment.Question
		if question.Key == "" {
			question.Key = fmt.Sprintf("q%d", len(questions)+1)
		}
		questions = append(questions, question)
		pieces = append(pieces, piece{question: question.Key, place: segment.place})
	}
	return pieces, questions
}

// segmentsOf takes a text apart. One that was written place by place keeps its places, the empty ones too, and there a question has
// the key of its place.
func segmentsOf(text pack.Text, lang string) (all []segment, told []fault.Warning) {
	if text.Parts != nil {
		return splitParts(text.Parts, lang)
	}
	segments, told := markdown.Split(text.Source, lang)
	for n, one := range segments {
		all = append(all, segment{Segment: one, place: n})
	}
	return all, told
}

// splitParts takes each part apart. A question that the language does not say keeps its place among those of the others.
func splitParts(parts []pack.Part, lang string) (all []segment, told []fault.Warning) {
	for place, part := range parts {
		segments, warnings := markdown.Split(part.Source, lang)
		told = append(told, warnings...)
		if len(segments) == 0 {
			all = append(all, segment{place: place, key: part.Key})
		}
		for _, one := range segments {
			if one.Question != nil && part.Key != "" {
				one.Question.Key = part.Key
			}
			all = append(all, segment{Segment: one, place: place})
		}
	}
	return all, told
}
