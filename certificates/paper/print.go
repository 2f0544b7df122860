// Package paper owns how a certificate looks: the PDF of an award, in the holder's language and in English, with its QR
// code, ornament and words. It prints a record and knows nothing of where records are kept.
package paper

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/go-pdf/fpdf"

	"vatra/certificates"
	"vatra/certificates/letters"
)

// A4, landscape. The bands stand at both ends and the words between them.
const (
	pageWide, pageHigh = 297.0, 210.0
	edge               = 9.0 // from the edge of the page to the frame
	bandHigh           = pageHigh - 2*edge - 6
	inner              = 36.0
	wide               = pageWide - 2*inner
	middle             = pageWide / 2
)

// Print writes the paper of an award as PDF: one page, A4, in the language that the holder had when it was issued and
// in English; more pages only where the courses do not fit on the first. It is made from the record alone, so the same
// award gives the same bytes each time.
func Print(w io.Writer, award *certificates.Award) error {
	s := begin(fpdf.New("L", "mm", "A4", ""), &award.Record)
	s.pdf.AddPage()
	more, err := s.front()
	if err != nil {
		return err
	}
	if more {
		s.courseList()
	}
	return s.write(w)
}

// begin describes a document of a record, which has no page yet.
func begin(pdf *fpdf.Fpdf, record *certificates.Record) *sheet {
	own, lang := wordsOf(record.Locale)
	s := &sheet{canvas: canvas{pdf: pdf, letters: letters.Faces()}, record: record, own: own, lang: lang}
	if lang != english {
		s.other, _ = wordsOf(english)
	}
	s.describe()
	s.letters.Register(s.pdf)
	return s
}

func (s *sheet) write(w io.Writer) error {
	// A paper that fails halfway must not be half a file.
	var whole bytes.Buffer
	if err := s.pdf.Output(&whole); err != nil {
		return fmt.Errorf("printing %s: %w", s.record.Code.Printed(), err)
	}
	_, err := whole.WriteTo(w)
	return err
}

// sheet is one certificate on its way to paper.
type sheet struct {
	canvas
	record *certificates.Record
	own    words // of the holder's language
	lang   string
	other  words // English, or nothing when that is the holder's language
}

func (s *sheet) bilingual() bool { return s.lang != english }

func (s *sheet) describe() {
	r := s.record
	track, _ := r.TrackNames.In(s.lang, english)
	s.pdf.SetTitle(s.own.certificate+" "+r.Code.Printed()+": "+r.HolderName, true)
	s.pdf.SetSubject(track, true)
	s.pdf.SetAuthor(r.Issuer.Name, true)
	s.pdf.SetKeywords(r.VerifyURL(), true)
	s.pdf.SetCreator("Vatra", true)
	s.pdf.SetProducer("Vatra", true)
	s.pdf.SetLang(s.lang)
	s.pdf.SetCreationDate(r.AwardedOn.Time())
	s.pdf.SetModificationDate(r.AwardedOn.Time())
	s.pdf.SetCatalogSort(true)
	s.pdf.SetMargins(0, 0, 0)
	s.pdf.SetAutoPageBreak(false, 0)
}

// Styles of the paper. English is in italics, which no Cyrillic is: Serbian and Macedonian write some italic letters
// in their own way, which a PDF from here cannot.
func (s *sheet) title() style {
	return style{face: s.letters.Regular, size: 40, least: 30, leading: 1.2, tracking: 0.06, ink: evening}
}

func (s *sheet) name() style {
	return style{face: s.letters.Regular, size: 36, least: 22, leading: 1.2, ink: terracotta}
}

func (s *sheet) strong(size, least float64) style {
	return style{face: s.letters.Bold, size: size, least: least, leading: 1.2, ink: evening}
}

func (s *sheet) plain(size float64) style {
	return style{face: s.letters.Regular, size: size, least: size * 0.75, leading: 1.25, ink: charcoal}
}

func (s *sheet) italic(size float64) style {
	return style{face: s.letters.Italic, size: size, least: size * 0.75, leading: 1.25, ink: charcoal}
}

// front draws the first page, and reports whether the courses need pages of their own.
func (s *sheet) front() (more bool, err error) {
	s.ground()
	r := s.record
	row := func(y, h float64) box { return box{inner, y, wide, h} }

	s.hearth(middle, 31, 14)
	issuer := s.plain(12)
	issuer.tracking = 0.04
	s.put(row(33, 8), issuer, r.Issuer.Name)
	s.put(row(42, 17), s.title(), strings.ToUpper(s.own.certificate))
	s.twice(row(58, 7), s.italic(15), func(w words) string { return w.certificate })

	drop := 0.0 // takes the room of the lines that a paper in one language has not
	if !s.bilingual() {
		drop = 2.5
	}
	s.pair(67+drop, func(w words) string { return w.certifies })
	s.put(row(79, 17), s.name(), r.HolderName)
	s.rule(middle, 99, 120)
	s.pair(102+drop, func(w words) string { return w.completed })

	track := OnPaper(r, r.TrackNames, r.TrackCode)
	s.put(row(114+drop, 12), s.strong(24, 16), track[0].Text)
	if len(track) > 1 {
		s.put(row(126, 7), s.italic(14), track[1].Text)
	}
	s.facts(136 + drop)
	more = s.courses(box{inner, 151.5, wide, 16})
	return more, s.foot()
}

// ground draws the paper of a page, its bands and frame.
func (s *sheet) ground() {
	s.fill(warmPaper, []box{{0, 0, pageWide, pageHigh}})
	const bandWidth = bandWide * stitch
	s.band(edge, (pageHigh-bandHigh)/2)
	s.band(pageWide-edge-bandWidth, (pageHigh-bandHigh)/2)
	left, right := edge, pageWide-edge
	for _, y := range []float64{edge, pageHigh - edge} {
		s.pdf.SetDrawColor(terracotta.r, terracotta.g, terracotta.b)
		s.pdf.SetLineWidth(0.5)
		s.pdf.Line(left, y, right, y)
		s.pdf.SetDrawColor(evening.r, evening.g, evening.b)
		s.pdf.SetLineWidth(0.2)
		inward := 1.4
		if y > middle {
			inward = -inward
		}
		s.pdf.Line(left, y+inward, right, y+inward)
	}
}

// twice adds the English words on a paper in two languages.
func (s *sheet) twice(b box, style style, say func(words) string) {
	if s.bilingual() {
		s.put(b, style, say(s.other))
	}
}

// pair puts a line of the text in both languages, one under the other.
func (s *sheet) pair(y float64, say func(words) string) {
	s.put(box{inner, y, wide, 6}, s.plain(13), say(s.own))
	s.twice(box{inner, y + 5.5, wide, 5}, s.italic(11), say)
}

// fact is one claim in both languages: what it is, and what it says.
type fact struct {
	label, value           string
	otherLabel, otherValue string
}

// facts sets the claims that are numbers and days, side by side.
func (s *sheet) facts(y float64) {
	r := s.record
	of := func(label func(words) string, value func(words) string) fact {
		f := fact{label: label(s.own), value: value(s.own)}
		if s.bilingual() {
			f.otherLabel, f.otherValue = label(s.other), value(s.other)
		}
		return f
	}
	all := []fact{
		of(func(w words) string { return w.hours }, func(w words) string { return w.study(r.Hours, r.Minutes) }),
		of(func(w words) string { return w.mark }, func(w words) string { return w.share(r.Mark.Decimal) }),
		of(func(w words) string { return w.period }, func(w words) string { return w.days(r.StartedOn, r.CompletedOn) }),
		of(func(w words) string { return w.issued }, func(w words) string { return w.day(r.AwardedOn) }),
		of(func(w words) string { return w.rules }, func(w words) string { return fmt.Sprintf(w.version, r.RulesVersion) }),
	}
	shares := []float64{38, 32, 71, 50, 34} // of the width, in mm
	switch studied := r.StudyMinutes() > 0; {
	case !r.Mark.Valid && !studied:
		all, shares = slices.Delete(all, 0, 2), []float64{100, 75, 50}
	case !r.Mark.Valid:
		all, shares = slices.Delete(all, 1, 2), []float64{46, 81, 57, 41}
	case !studied:
		all, shares = slices.Delete(all, 0, 1), []float64{40, 86, 60, 39}
	}
	const inset = 1.5
	value := s.strong(12, 8)
	for i, f := range all { // one size for all, that of the one with the least room
		value.size = min(value.size, value.fit(f.value, shares[i]-2*inset, 6).size)
	}
	label := s.plain(9)
	label.ink = terracotta
	x, high := inner, 15.0
	if !s.bilingual() {
		high = 10
	}
	for i, f := range all {
		if i > 0 {
			s.pdf.SetDrawColor(sand.r, sand.g, sand.b)
			s.pdf.SetLineWidth(0.3)
			s.pdf.Line(x, y+0.5, x, y+high)
		}
		left, w := x+inset, shares[i]-2*inset
		s.put(box{left, y, w, 5}, label, f.label)
		s.put(box{left, y + 4.5, w, 6}, value, f.value)
		if f.otherLabel != "" {
			s.put(box{left, y + 10.8, w, 4.5}, s.italic(8.5), f.otherLabel+": "+f.otherValue)
		}
		x += shares[i]
	}
}
