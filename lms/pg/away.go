package pg

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// awayClasses are those of PostgreSQL's error codes (appendix A) that do not depend on what was asked.
var awayClasses = []string{
	"08",    // the connection broke
	"25006", // read_only_sql_transaction: a standby, or a server that was made read-only
	"40",    // gave way to others, again and again
	"53",    // no room on the disk, no memory, no connection left
	"55P03", // lock_not_available: waited too long for others
	"57014", // query_canceled: it took too long
	"57P",   // it is starting, stopping or has fallen
	"58",    // its files cannot be read or written
}

// PostgreSQL has no code of its own for a disk that is read-only, which it calls insufficient_privilege, nor for one on
// which we may have no more room, which it calls internal_error (errcode_for_file_access in elog.c). Which of its source
// files says so tells them apart from a privilege that is missing and from a fault of its own.
var (
	diskCodes   = []string{"42501", "XX000"}
	diskSources = []string{"md.c", "fd.c", "copydir.c", "buffile.c", "xlog.c", "slru.c"}
)

// Away reports whether err says that the database cannot be asked now, whatever is asked of it, so that trying again
// later helps. A deadline that has passed while waiting for it is one of these reasons.
func Away(err error) bool {
	if refused, ok := errors.AsType[*pgconn.PgError](err); ok {
		if slices.Contains(diskSources, refused.File) && slices.Contains(diskCodes, refused.Code) {
			return true
		}
		return slices.ContainsFunc(awayClasses, func(class string) bool { return strings.HasPrefix(refused.Code, class) })
	}
	if _, unreached := errors.AsType[*pgconn.ConnectError](err); unreached {
		return true
	}
	if _, broken := errors.AsType[*net.OpError](err); broken {
		return true
	}
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, driver.ErrBadConn) ||
		errors.Is(err, io.ErrUnexpectedEOF) || pgconn.SafeToRetry(err)
}

// Unwritable reports whether what was asked with has bytes that no text in the database can have: what is not UTF-8
// (character_not_in_repertoire), and NUL, also in JSON (untranslatable_character).
func Unwritable(err error) bool {
	refused, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (refused.Code == "22021" || refused.Code == "22P05")
}
