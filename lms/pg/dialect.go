package pg

import (
	"strings"

	"github.com/uptrace/bun/dialect/pgdialect"
)

// dialect is bun's of PostgreSQL, but for a text with a NUL in it. Of that bun makes a statement that nobody understands, as if
// the fault were ours; here it is one that PostgreSQL refuses for what it is, see Unwritable.
type dialect struct{ *pgdialect.Dialect }

func newDialect() dialect { return dialect{pgdialect.New()} }

// AppendString writes a text as a literal.
func (d dialect) AppendString(b []byte, s string) []byte {
	if strings.IndexByte(s, 0) >= 0 {
		return append(b, `E'\000'`...)
	}
	return d.Dialect.AppendString(b, s)
}
