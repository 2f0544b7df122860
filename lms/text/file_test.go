package text_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"vatra/lms/text"
)

// TestTheNameOfAnUploadFitsOnADisk however many bytes its letters take, and keeps its ending.
func TestTheNameOfAnUploadFitsOnADisk(t *testing.T) {
	t.Parallel()
	for _, letter := range []string{"a", "ș", "к", "漢", "😀"} {
		name := text.FileName(`C:\courses\` + strings.Repeat(letter, 300) + ".zip")
		if len(name) > 200 || len(name) < 196 || !utf8.ValidString(name) || !strings.HasSuffix(name, letter+".zip") {
			t.Errorf("%s: %d bytes: %s", letter, len(name), name)
		}
	}
}
