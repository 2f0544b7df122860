package paper_test

import (
	"bytes"
	"strings"
	"testing"

	"vatra/certificates"
	"vatra/certificates/paper"
	"vatra/lms/lang"
)

func card(t *testing.T, award *certificates.Award, state certificates.State) string {
	t.Helper()
	var pdf bytes.Buffer
	if err := paper.Card(&pdf, award, state); err != nil {
		t.Fatal(err)
	}
	return text(t, pdf.Bytes())
}

func TestACardSaysOnlyOfWhatHoldsThatItDoes(t *testing.T) {
	t.Parallel()
	award := onPaper("bg", nil)
	if says := card(t, award, certificates.Valid); !strings.Contains(says, "С настоящото се удостоверява") || !strings.Contains(says, "Țurcanu") {
		t.Errorf("a card says %s", says)
	}
	for state, word := range map[certificates.State]string{certificates.Revoked: "Revoked", certificates.Replaced: "Replaced"} {
		says := card(t, award, state)
		if !strings.Contains(says, word) || !strings.Contains(says, award.Code.Printed()) {
			t.Errorf("%s: the card says %s", state, says)
		}
		if strings.Contains(says, "удостоверява") || strings.Contains(says, "Țurcanu") {
			t.Errorf("%s: the card shows the paper: %s", state, says)
		}
	}
}

func TestASignatoryStandsUnderTheLine(t *testing.T) {
	t.Parallel()
	says := text(t, printed(t, onPaper("ro", func(r *certificates.Record) {
		r.Signatory = &certificates.Signatory{Name: "Vasile Țepeș", Offices: lang.Texts{"ro": "primar", "en": "Mayor"}}
	})))
	for _, want := range []string{"Vasile Țepeș", "primar · Mayor", "Semnătura emitentului", "Asociația Comunelor"} {
		if !strings.Contains(says, want) {
			t.Errorf("%q is not on the paper, which says %s", want, says)
		}
	}
	// A name alone is enough, and where the issuer has named nobody it stands there itself.
	alone := text(t, printed(t, onPaper("ro", func(r *certificates.Record) { r.Signatory = &certificates.Signatory{Name: "Vasile Țepeș"} })))
	if !strings.Contains(alone, "Vasile Țepeș") || strings.Count(alone, "Asociația Comunelor") != 1 {
		t.Errorf("the paper says %s", alone)
	}
	if nobody := text(t, printed(t, onPaper("ro", nil))); strings.Count(nobody, "Asociația Comunelor") != 2 {
		t.Errorf("the paper says %s", nobody)
	}
}

func TestTheQRCodeIsADrawing(t *testing.T) {
	t.Parallel()
	var drawing bytes.Buffer
	if err := paper.QR(&drawing, "https://vatra.example.org/verify/VT7K-3MQ9-XH2P-8RD4"); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`viewBox="0 0 41 41"`, `d="M4 4h7v1h-7z`} { // the corner that it is found by, past the margin
		if !strings.Contains(drawing.String(), want) {
			t.Errorf("%q is not in %s", want, drawing.String())
		}
	}
}
