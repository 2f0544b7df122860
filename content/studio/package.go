package studio

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"vatra/content"
	"vatra/content/markup"
	"vatra/content/markup/shape"
	"vatra/content/pack"
)

// Format is what a package says of itself that a draft was made into.
const Format = "studio"

// Tags are the languages of the draft; the first is the one that is translated from.
func (d *Draft) Tags() []string { return strings.Fields(d.Root.Shared(Languages)) }

// Package is the draft as a package. Lessons without a title in any language are left out, and so are modules without lessons.
// Its links are those of the texts: to a lesson by its key, to a file by its path.
func (d *Draft) Package(files []pack.Asset) *pack.Package {
	made := pack.Package{
		Format: Format, Code: d.Root.Shared(Code), Titles: d.Root.Texts(Title), Summaries: d.Root.Texts(Summary),
		Languages: d.Tags(), Licence: pack.LicenceName(d.Root.Shared(Licence)), Digest: d.digest(files),
		Attribution: content.Attribution{Author: d.Root.Shared(Author), Title: d.Root.Shared(Work), Source: d.Root.Shared(Source)},
		Competences: strings.Fields(d.Root.Shared(Competences)),
		Picture:     pack.Picture{Path: d.Root.Shared(Picture), Alt: d.Root.Texts(PictureAlt)}, Assets: files,
	}
	for _, module := range d.Root.Parts {
		one := pack.Module{Key: module.Shared(Key), Titles: module.Texts(Title)}
		for _, lesson := range module.Parts {
			if len(lesson.Texts(Title)) > 0 {
				one.Lessons = append(one.Lessons, lesson.packed(made.Languages))
			}
		}
		if len(one.Lessons) > 0 {
			made.Modules = append(made.Modules, one)
		}
	}
	whole := pack.Made(made)
	for _, module := range made.Modules {
		for _, lesson := range module.Lessons {
			whole.LinkLesson(lesson.Key, lesson.Key)
		}
	}
	return whole
}

// packed is a lesson as a package has it.
func (p *Piece) packed(tags []string) pack.Lesson {
	lesson := pack.Lesson{
		Key: p.Shared(Key), Kind: p.Shared(Sort), Completion: p.Shared(Completion), Minutes: number(p.Shared(Minutes)),
		Texts: map[string]pack.Text{},
	}
	if lesson.Kind == content.KindQuiz {
		lesson.Completion, lesson.Quiz = "", p.quiz()
	}
	for _, tag := range tags {
		text := pack.Text{
			Title: p.Text(Title, tag), Summary: p.Text(Summary, tag), Syntax: markup.SyntaxMarkdown, Entry: lesson.Key + "." + tag + ".md",
		}
		parts, written := p.parts(tag)
		if text.Title == "" && !written {
			continue
		}
		switch {
		case lesson.Quiz != nil:
			lesson.Quiz.Sources[tag] = pack.QuizSource{Format: pack.SourceMarkdown, Entry: text.Entry, Parts: parts}
		case written:
			text.Parts, text.Source = parts, joined(parts)
		}
		lesson.Texts[tag] = text
	}
	return lesson
}

func (p *Piece) quiz() *pack.Quiz {
	limit, _ := Seconds(p.Shared(TimeLimit)) // checked when it was saved
	quiz := &pack.Quiz{
		Titles: p.Texts(Title), Opens: p.Shared(Opens), Closes: p.Shared(Closes), PassMark: p.Shared(PassMark), Attempts: number(p.Shared(Attempts)),
		TimeLimit: limit, Shuffle: p.Shared(Shuffle) != "", Sources: map[string]pack.QuizSource{},
	}
	quiz.Draws, _ = Draws(p.Shared(Draw))
	return quiz
}

// parts are the blocks and questions of a lesson in a language, empty ones for what is not translated; written reports whether
// there are any words in it.
func (p *Piece) parts(tag string) (parts []pack.Part, written bool) {
	for _, piece := range p.Parts {
		part := pack.Part{Key: piece.Shared(Key), Source: strings.Trim(piece.Text(Text, tag), "\n")}
		parts = append(parts, part)
		written = written || part.Source != ""
	}
	return parts, written
}

// joined is the source of a text as an editor of files would have it. What would be read as one with what stands before it is parted
// from that.
func joined(parts []pack.Part) string {
	var sources []string
	var before pack.Part
	for _, part := range parts {
		if part.Source == "" {
			continue
		}
		if meets(before, part) {
			sources = append(sources, shape.Parting)
		}
		sources, before = append(sources, part.Source), part
	}
	return strings.Join(sources, "\n\n")
}

// meets reports whether a text would be read as one with the part before it: a list with a list, a quotation with a question, which
// it would be the feedback of.
func meets(before, part pack.Part) bool {
	switch {
	case part.Key != "":
		return false
	case before.Key != "":
		return strings.HasPrefix(part.Source, ">")
	default:
		return shape.Meet(before.Source, part.Source)
	}
}

func number(text string) int {
	n, _ := strconv.Atoi(text) // empty, or checked when it was saved
	return n
}

// digest tells two states of a draft apart by all that a package is made of.
func (d *Draft) digest(files []pack.Asset) string {
	sum := sha256.New()
	d.Root.write(sum)
	for _, file := range files {
		fmt.Fprintf(sum, "%q %q\n", file.Path, file.Licence)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

func (p *Piece) write(w io.Writer) {
	places := make([]Place, 0, len(p.Fields))
	for at := range p.Fields {
		if at.Name != place && at.Name != gone {
			places = append(places, at)
		}
	}
	slices.SortFunc(places, func(a, b Place) int { return strings.Compare(a.Name+" "+a.Lang, b.Name+" "+b.Lang) })
	fmt.Fprintf(w, "%s {\n", p.Kind)
	for _, at := range places {
		fmt.Fprintf(w, "%q %q %q\n", at.Name, at.Lang, p.Fields[at].Text)
	}
	for _, part := range p.Parts {
		part.write(w)
	}
	fmt.Fprintln(w, "}")
}
