package text

import (
	"path"
	"strings"
	"unicode/utf8"
)

const fileName = 200 // bytes of a file name that are kept: disks take 255

// FileName is what a file is called without what no name needs: folders, what is not seen, a length that no disk takes. Of a
// long name the end stays, which has the kind.
func FileName(name string) string {
	name = path.Base(strings.ReplaceAll(WithoutUnseen(name), `\`, "/"))
	for len(name) > fileName {
		_, size := utf8.DecodeRuneInString(name)
		name = name[size:]
	}
	return name
}
