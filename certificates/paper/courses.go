package paper

import (
	"fmt"

	"vatra/certificates"
	"vatra/certificates/letters"
)

const (
	mostOnFront = 3
	listed      = 14 // courses on a page of their own
)

// courses sets the courses in their place on the front, in both languages, one a line. Where they cannot stand there
// in letters that can be read, the front says how many they are, and it reports that they need pages of their own.
func (s *sheet) courses(b box) (more bool) {
	all := s.record.Courses
	if len(all) == 0 {
		return false
	}
	if len(all) <= mostOnFront {
		const heading, line = 4.0, 4.0
		if s.coursesFit(b.w) {
			b.y += (b.h - heading - line*float64(len(all))) / 2
			s.mixed(box{b.x, b.y, b.w, heading}, 9, terracotta, s.own.courses, s.other.courses)
			for i, course := range all {
				own, other := s.titles(course)
				s.mixed(box{b.x, b.y + heading + line*float64(i), b.w, line}, 9.5, charcoal, own, other)
			}
			return false
		}
	}
	say := func(w words) string { return fmt.Sprintf(w.overleaf, len(all)) }
	s.put(box{b.x, b.y + 2, b.w, 5}, s.plain(10.5), say(s.own))
	s.twice(box{b.x, b.y + 7, b.w, 5}, s.italic(9.5), say)
	return true
}

// titles gives a course's title in the holder's language and, where that is another text, in English.
func (s *sheet) titles(course certificates.Course) (own, other string) {
	titles := OnPaper(s.record, course.Titles, course.Code)
	if len(titles) > 1 {
		other = titles[1].Text
	}
	return titles[0].Text, other
}

func (s *sheet) coursesFit(width float64) bool {
	for _, course := range s.record.Courses {
		own, other := s.titles(course)
		if s.mixedWidth(own, other)*leastMixed/pointsPerMM > width {
			return false
		}
	}
	return true
}

const (
	leastMixed = 8 // points
	between    = "  ·  "
)

// mixedWidth is the width of a line in two languages, in ems.
func (s *sheet) mixedWidth(own, other string) float64 {
	width := s.letters.Regular.Width(s.letters.Regular.Shown(own), 0)
	if other != "" {
		width += s.letters.Regular.Width(between, 0) + s.letters.Italic.Width(s.letters.Italic.Shown(other), 0)
	}
	return width
}

// mixed centres one line in both languages, at most size and as small as its width demands.
func (s *sheet) mixed(b box, size float64, colour ink, own, other string) {
	width := s.mixedWidth(own, other)
	size = min(size, b.w*pointsPerMM/width)
	mm := size / pointsPerMM
	x, baseline := b.x+(b.w-width*mm)/2, b.y+b.h/2+letters.CapHeight/2*mm
	plain := style{face: s.letters.Regular, ink: colour}
	own = plain.face.Shown(own)
	if other == "" {
		s.line(x, baseline, plain, size, own)
		return
	}
	own += between
	s.line(x, baseline, plain, size, own)
	italic := style{face: s.letters.Italic, ink: colour}
	s.line(x+plain.face.Width(own, 0)*mm, baseline, italic, size, italic.face.Shown(other))
}

// courseList sets all courses on pages of their own.
func (s *sheet) courseList() {
	all := s.record.Courses
	pages := (len(all)+listed-1)/listed + 1
	for page := 2; page <= pages; page++ {
		s.pdf.AddPage()
		s.ground()
		s.mixed(box{inner, 16, wide, 6}, 11, charcoal, s.record.HolderName, "")
		s.put(box{inner, 24, wide, 10}, s.strong(20, 14), s.own.courses)
		s.twice(box{inner, 34, wide, 6}, s.italic(13), func(w words) string { return w.courses })
		s.rule(middle, 43, 120)
		const top, high = 48.0, 10.0
		from := (page - 2) * listed
		for i, course := range all[from:min(from+listed, len(all))] {
			own, other := s.titles(course)
			y := top + high*float64(i)
			if other == "" {
				s.put(box{inner, y, wide, high - 1}, s.plain(12), own)
				continue
			}
			s.put(box{inner, y, wide, 5}, s.plain(12), own)
			s.put(box{inner, y + 4.8, wide, 4.4}, s.italic(10), other)
		}
		own, other := fmt.Sprintf(s.own.page, page, pages), ""
		if s.bilingual() {
			other = fmt.Sprintf(s.other.page, page, pages)
		}
		s.mixed(box{inner, 192, wide, 5}, 9, charcoal, s.record.Code.Printed()+between+own, other)
	}
}
