package paper

import (
	"strings"
	"testing"

	"vatra/certificates/letters"
)

func TestTextFitsItsPlaceAndIsWhole(t *testing.T) {
	t.Parallel()
	name := style{face: letters.Faces().Regular, size: 36, least: 22, leading: 1.2}
	spaced := style{face: letters.Faces().Bold, size: 40, least: 30, leading: 1.3, tracking: 0.06}
	for _, text := range []string{
		"", "O", "Ana Pop", "Ștefania Țurcanu-Vâlcu",
		"Alexandrina-Constantina Ștefănescu-Hatmanu-Țepeșoaia-Brâncoveanu-Cantacuzino-Văcărescu",
		"Александрина-Виктория Константинова Господинова-Каракачанова-Хаджидимитрова-Щърбанова",
		strings.Repeat("Ш", 200), strings.Repeat("слово ", 500), strings.Repeat("-", 300), "漢字 😀",
	} {
		for _, s := range []style{name, spaced} {
			for _, place := range []box{{w: 225, h: 17}, {w: 40, h: 5}, {w: 5, h: 60}, {w: 1, h: 1}} {
				got := s.fit(text, place.w, place.h)
				if height := s.height(got); height > place.h+0.001 || got.size > s.size {
					t.Errorf("%.20q is %.2f mm high in %.0f mm (%.1f points)", text, height, place.h, got.size)
				}
				for _, line := range got.lines {
					if wide := s.face.Width(line, s.tracking) * got.size / pointsPerMM; wide > place.w+0.001 {
						t.Errorf("%.20q is %.2f mm wide in %.0f mm", text, wide, place.w)
					}
				}
				whole, kept := strings.ReplaceAll(s.face.Shown(text), " ", ""), strings.Join(got.lines, "")
				if strings.ReplaceAll(kept, " ", "") != whole {
					t.Errorf("%.20q became %.40q", text, kept)
				}
			}
		}
	}
}

func TestTextShrinksBeforeItBreaks(t *testing.T) {
	t.Parallel()
	s := style{face: letters.Faces().Regular, size: 36, least: 22, leading: 1.2}
	const w, h = 225, 17
	short := s.fit("Ana Pop", w, h)
	middling := s.fit("Alexandrina-Constantina Ștefănescu-Hatmanu", w, h)
	long := s.fit("Alexandrina-Constantina Ștefănescu-Hatmanu-Țepeșoaia-Brâncoveanu-Cantacuzino", w, h)
	if len(short.lines) != 1 || short.size != s.size {
		t.Errorf("a short name is set %+v", short)
	}
	if len(middling.lines) != 1 || middling.size >= s.size || middling.size < s.least {
		t.Errorf("a middling name is set %+v", middling)
	}
	if len(long.lines) != 2 || long.size < s.least-3 {
		t.Errorf("a long name is set %+v", long)
	}
	if a, b := s.face.Width(long.lines[0], 0), s.face.Width(long.lines[1], 0); a > 1.7*b || b > 1.7*a {
		t.Errorf("its lines are not alike: %q", long.lines)
	}
}
