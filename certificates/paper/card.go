package paper

import (
	"io"

	"github.com/go-pdf/fpdf"

	"vatra/certificates"
)

// A card has the shape of 1200 × 630, which is what link previews show (The Open Graph protocol has no size of its own).
const (
	cardWide, cardHigh = 300.0, 157.4
	cardEdge           = 12.0
)

// Card writes what a link preview shows of an award in a state, as PDF of one page: its paper, small, beside what it is of. Of an
// award that does not hold it says so in large letters and leaves the paper away, which would be taken for the award.
func Card(w io.Writer, award *certificates.Award, state certificates.State) error {
	s := begin(fpdf.NewCustom(&fpdf.InitType{UnitStr: "mm", Size: fpdf.SizeType{Wd: cardWide, Ht: cardHigh}}), &award.Record)
	s.pdf.AddPage()
	s.fill(sand, []box{{0, 0, cardWide, cardHigh}})
	if state != certificates.Valid {
		s.cardOfState(state)
		return s.write(w)
	}
	const scale = (cardHigh - 2*cardEdge) / pageHigh
	s.pdf.TransformBegin()
	s.pdf.TransformTranslate(cardEdge, cardEdge)
	s.pdf.TransformScaleXY(100*scale, 0, 0)
	if _, err := s.front(); err != nil {
		return err
	}
	s.pdf.TransformEnd()
	left := cardEdge + pageWide*scale + 8
	s.cardWords(box{left, cardEdge, cardWide - cardEdge - left, cardHigh - 2*cardEdge})
	return s.write(w)
}

// cardWords says in letters that can be read on a telephone what the paper beside them is.
func (s *sheet) cardWords(b box) {
	s.hearth(b.x+b.w/2, b.y+30, 22)
	row := func(y, h float64) box { return box{b.x, b.y + y, b.w, h} }
	s.put(row(38, 14), s.strong(30, 14), s.own.certificate)
	s.put(row(54, 34), s.strong(24, 12), OnPaper(s.record, s.record.TrackNames, s.record.TrackCode)[0].Text)
	s.put(row(98, 14), s.plain(18), s.record.Issuer.Name)
}

func (s *sheet) cardOfState(state certificates.State) {
	row := func(y, h float64) box { return box{cardEdge, y, cardWide - 2*cardEdge, h} }
	word := func(w words) string { return w.printer.T("verify." + string(state)) }
	large := s.strong(64, 30)
	large.ink = terracotta
	s.put(row(26, 32), large, word(s.own))
	s.twice(row(58, 14), s.italic(32), word)
	s.put(row(82, 18), s.strong(36, 18), OnPaper(s.record, s.record.TrackNames, s.record.TrackCode)[0].Text)
	s.put(row(106, 12), s.plain(24), s.record.Code.Printed())
	s.put(row(124, 12), s.plain(22), s.record.Issuer.Name)
}
