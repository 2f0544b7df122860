package assets

import (
	"bytes"
	"regexp"
)

var (
	cssComment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	cssSpace   = regexp.MustCompile(`\s+`)
	cssAround  = regexp.MustCompile(` ?([{};,>]) ?`)
	cssColon   = regexp.MustCompile(`([a-z-]+): `)
)

// minifyCSS takes out comments and the space that means nothing. Our style sheets hold no strings with comments or
// braces in them.
func minifyCSS(text []byte) []byte {
	text = cssComment.ReplaceAll(text, nil)
	text = cssSpace.ReplaceAll(text, []byte(" "))
	text = cssAround.ReplaceAll(text, []byte("$1"))
	text = cssColon.ReplaceAll(text, []byte("$1:"))
	text = bytes.ReplaceAll(text, []byte(";}"), []byte("}"))
	return bytes.TrimSpace(text)
}

// minifyJS takes out indentation, empty lines and lines that are only a comment; lines stay, so that nothing rests on
// where a semicolon is.
func minifyJS(text []byte) []byte {
	var out bytes.Buffer
	for line := range bytes.Lines(text) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 || bytes.HasPrefix(line, []byte("//")) {
			continue
		}
		out.Write(line)
		out.WriteByte('\n')
	}
	return out.Bytes()
}
