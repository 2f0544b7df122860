package paper

import "vatra/certificates"

// foot sets the QR code with the address it leads to on the left, and the place for the signature on the right.
func (s *sheet) foot() error {
	r := s.record
	const top, code = 169.5, 26.0
	if err := s.qr(box{inner, top, code, code}, evening, r.VerifyURL()); err != nil {
		return err
	}
	left := func(style style) style { style.align = leftward; return style }
	x, w := inner+code+5, 96.0
	label := left(s.plain(9))
	label.ink = terracotta
	s.put(box{x, top + 0.7, w, 4.5}, label, s.own.code+s.aside(s.other.code))
	large := left(s.strong(17, 12))
	large.tracking = 0.04
	s.put(box{x, top + 5, w, 7.5}, large, r.Code.Printed())
	s.put(box{x, top + 14.5, w, 4.5}, label, s.own.verify+s.aside(s.other.verify))
	s.put(box{x, top + 18.8, w, 6}, left(s.plain(10.5)), r.VerifyURL())
	s.pdf.LinkString(x, top+18.8, w, 6, r.VerifyURL())

	label.align = centred
	s.signature(top, label)
	return nil
}

// signature is the place to sign, above who does so: the signatory with their office, or the issuer where nobody is named.
func (s *sheet) signature(top float64, label style) {
	const line = 92.0
	x, y := pageWide-inner-line, top+14.5
	signatory := s.record.Signatory
	if signatory != nil {
		y = top + 9.5 // the issuer stands at the head of the paper already
	}
	s.pdf.SetDrawColor(evening.r, evening.g, evening.b)
	s.pdf.SetLineWidth(0.25)
	s.pdf.Line(x, y, x+line, y)
	name := s.record.Issuer.Name
	if signatory != nil {
		name = signatory.Name
		if own, other := s.office(signatory); own != "" {
			s.mixed(box{x, y + 6.4, line, 4.6}, 9.5, charcoal, own, other)
		}
	}
	s.put(box{x, y + 0.8, line, 6}, s.plain(11), name)
	s.put(box{x, top + 21, line, 4.5}, label, s.own.signature+s.aside(s.other.signature))
}

// office is what the signatory is, in the languages of the paper; "" where it is not said.
func (s *sheet) office(signatory *certificates.Signatory) (own, other string) {
	said := OnPaper(s.record, signatory.Offices, "")
	if len(said) > 1 {
		other = said[1].Text
	}
	return said[0].Text, other
}

// aside sets the English word beside the other, on a paper in two languages.
func (s *sheet) aside(word string) string {
	if word == "" {
		return ""
	}
	return " · " + word
}
