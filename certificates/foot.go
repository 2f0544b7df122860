package certificates

// foot sets the QR code with the address it leads to on the left, and the place for the signature on the right.
func (s *sheet) foot() error {
	r := s.record
	const top, size = 169.0, 30.0
	if err := s.qr(box{inner - 3, top, size, size}, evening, r.VerifyURL()); err != nil {
		return err
	}
	left := func(style style) style { style.align = leftward; return style }
	x, w := inner+size-1, 96.0
	label := left(s.plain(9))
	label.ink = terracotta
	s.put(box{x, top + 3, w, 4.5}, label, s.own.code+s.aside(s.other.code))
	code := left(s.strong(17, 12))
	code.tracking = 0.04
	s.put(box{x, top + 7.3, w, 7.5}, code, r.Code.Printed())
	s.put(box{x, top + 16, w, 4.5}, label, s.own.verify+s.aside(s.other.verify))
	s.put(box{x, top + 20.3, w, 6}, left(s.plain(10.5)), r.VerifyURL())
	s.pdf.LinkString(x, top+20.3, w, 6, r.VerifyURL())

	const line = 92.0
	x = pageWide - inner - line
	s.pdf.SetDrawColor(evening.r, evening.g, evening.b)
	s.pdf.SetLineWidth(0.25)
	s.pdf.Line(x, top+17, x+line, top+17)
	s.put(box{x, top + 17.8, line, 4.5}, s.plain(9), s.own.signature+s.aside(s.other.signature))
	s.put(box{x, top + 22, line, 6}, s.plain(10.5), r.Issuer.Name)
	return nil
}

// aside is an English word beside its like, on a paper that has two languages.
func (s *sheet) aside(word string) string {
	if word == "" {
		return ""
	}
	return " · " + word
}
