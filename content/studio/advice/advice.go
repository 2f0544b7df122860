// Package advice looks through a draft for what its readers would stumble over. It is advice: nothing of it keeps a course from being
// published, and what it does not find may still be hard to read.
package advice

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"vatra/content/markup/commonmark"
	"vatra/content/studio"
	"vatra/lms/fault"
)

const (
	longSentence = 35    // words from which few read a sentence once
	longLesson   = 3_000 // words, a quarter of an hour: what one reads on a phone without a pause
	longAlt      = 250   // letters from which a picture is told in the text rather than beside it
	quotedWords  = 8     // of a long sentence
)

// Found is something that an author should look at.
type Found struct {
	Piece *studio.Piece
	Lang  string // of its text
	fault.Message
}

// Of are all things to look at in a draft, in the order of its pieces.
func Of(draft *studio.Draft) []Found {
	var all []Found
	for _, tag := range draft.Tags() {
		for _, lesson := range draft.Lessons() {
			all = append(all, inLesson(lesson, tag)...)
		}
	}
	return all
}

func inLesson(lesson *studio.Piece, tag string) []Found {
	var found []Found
	words := 0
	for _, part := range lesson.Parts {
		if part.Kind != studio.Block {
			continue
		}
		text := part.Text(studio.Text, tag)
		for _, message := range Text(text, tag) {
			found = append(found, Found{part, tag, message})
		}
		words += len(strings.Fields(text))
	}
	if words > longLesson {
		found = append(found, Found{lesson, tag, said("studio.advice_lesson", "", words)})
	}
	return found
}

// Text is what to look at in one text in a language.
func Text(source, tag string) []fault.Message {
	survey := commonmark.Look(source)
	var all []fault.Message
	for _, picture := range survey.Pictures {
		switch {
		case fileName.MatchString(picture):
			all = append(all, said("studio.advice_alt_name", picture, 0))
		case utf8.RuneCountInString(picture) > longAlt:
			all = append(all, said("studio.advice_alt_long", "", utf8.RuneCountInString(picture)))
		}
	}
	for _, link := range survey.Links {
		if says := strings.ToLower(strings.Trim(link, " .…»>")); slices.Contains(vague[tag], says) {
			all = append(all, said("studio.advice_link_vague", link, 0))
		} else if address, err := url.Parse(says); err == nil && address.Host != "" && address.Path != "" && address.Path != "/" {
			all = append(all, said("studio.advice_link_address", link, 0))
		}
	}
	for _, prose := range survey.Prose {
		for _, sentence := range sentenceEnd.Split(prose, -1) {
			if words := strings.Fields(sentence); len(words) > longSentence {
				all = append(all, said("studio.advice_sentence", strings.Join(words[:quotedWords], " "), len(words)))
			}
		}
	}
	return all
}

// said is what an author is told about some words, and of how many there are.
func said(key, words string, count int) fault.Message {
	return fault.Message{Key: key, Args: map[string]any{"Words": words, "Count": count}}
}

var (
	// fileName is what cameras and programs call a picture.
	fileName    = regexp.MustCompile(`(?i)^\s*(\S+\.(png|jpe?g|gif|webp|svg|bmp)|(img|dsc|dscn|scan|image|screenshot|picture)[-_ ]?\d+)\s*$`)
	sentenceEnd = regexp.MustCompile(`[.!?:;…]+["”“»’)]*(\s|$)`)
)

// vague are the words of links that say nothing to whoever hears them by themselves, as a screen reader lists them (WCAG 2.2, 2.4.4 and
// 2.4.9).
var vague = map[string][]string{
	"ro": {"aici", "click aici", "clic aici", "apasă aici", "apăsați aici", "vezi aici", "acest link", "link", "mai mult", "mai multe", "detalii"},
	"bg": {"тук", "натисни тук", "натиснете тук", "кликнете тук", "вижте тук", "този линк", "линк", "връзка", "още", "повече"},
	"en": {"here", "click here", "see here", "this link", "link", "more", "read more", "this page"},
	"sq": {"këtu", "kliko këtu", "klikoni këtu", "shih këtu", "kjo lidhje", "lidhje", "linku", "më shumë"},
	"mk": {"тука", "овде", "кликни тука", "кликнете тука", "види тука", "овој линк", "линк", "врска", "повеќе"},
	"sr": {"овде", "кликни овде", "кликните овде", "види овде", "овај линк", "линк", "веза", "више"},
}
