// Package fault owns the errors that a person may see: each has a kind for the machine and a message key, with
// arguments, for the person. Any other error is internal: it goes to the log and the person sees only its request id.
//
// It is a leaf: it imports nothing of Vatra, so that every package may return its errors.
package fault

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Kind says what went wrong in terms that every interface can map: HTTP to a status, the command line to an exit code.
type Kind string

// The kinds. A new one needs a row in the table of statuses of lms/web/door.
const (
	Invalid         Kind = "invalid"         // what was given cannot be taken; see Fields
	Unauthenticated Kind = "unauthenticated" // nobody is logged in, or the credentials are wrong
	Forbidden       Kind = "forbidden"       // known, but not allowed
	NotFound        Kind = "not_found"       // no such thing, or none that this person may know of
	Conflict        Kind = "conflict"        // the state has moved on: closed, submitted, taken
	TooMany         Kind = "too_many"        // over a rate limit
	TooLarge        Kind = "too_large"       // over a size limit
	Unavailable     Kind = "unavailable"     // a part that is needed does not answer
	Internal        Kind = "internal"        // everything else
)

// Error is an error for a person. Key names a message of the catalogue and Args fill it. Fields holds, for a form, the
// message of each field that could not be taken. Err is the cause and is only logged.
type Error struct {
	Kind   Kind
	Key    string
	Args   map[string]any
	Fields Fields
	Err    error
}

// Message is one catalogue message: what a field of a form is told. It may be an argument of another.
type Message struct {
	Key  string         `json:"key"`
	Args map[string]any `json:"args,omitempty"`
}

// Args are the arguments of a message as they come back from JSON, where an object among them is a Message.
type Args map[string]any

// UnmarshalJSON reads arguments as encoding/json writes them.
func (a *Args) UnmarshalJSON(text []byte) error {
	var written map[string]json.RawMessage
	if err := json.Unmarshal(text, &written); err != nil {
		return err
	}
	*a = make(Args, len(written))
	for name, value := range written {
		var message Message
		if json.Unmarshal(value, &message) == nil && message.Key != "" {
			(*a)[name] = message
			continue
		}
		var plain any
		if err := json.Unmarshal(value, &plain); err != nil {
			return err
		}
		(*a)[name] = plain
	}
	return nil
}

// Bytes is an argument that is told as a size: "4.2 MB".
type Bytes int64

// Fields maps the name of a form's field to its message.
type Fields map[string]Message

// Add notes a message for a field; the first one for a field stays, since it names the first cause.
func (f Fields) Add(field, key string, args ...any) {
	if _, told := f[field]; !told {
		f[field] = Message{Key: key, Args: pairs(args)}
	}
}

// Err is nil when no field was noted, else an Invalid error that carries the fields.
func (f Fields) Err() error {
	if len(f) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Key: "error.check_fields", Fields: f}
}

// New makes an error for a person. args are pairs: "name", value.
func New(kind Kind, key string, args ...any) *Error {
	return &Error{Kind: kind, Key: key, Args: pairs(args)}
}

// Wrap is New with the cause, which is logged and never shown.
func Wrap(err error, kind Kind, key string, args ...any) *Error {
	return &Error{Kind: kind, Key: key, Args: pairs(args), Err: err}
}

// Error is for logs.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", e.Kind, e.Key)
	for _, field := range slices.Sorted(maps.Keys(e.Fields)) {
		fmt.Fprintf(&b, " [%s: %s]", field, e.Fields[field].Key)
	}
	if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	return b.String()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// As gives err as a fault; false for any other error.
func As(err error) (*Error, bool) { return errors.AsType[*Error](err) }

// Pairs are the arguments of the error's message as New takes them.
func (e *Error) Pairs() []any {
	args := make([]any, 0, 2*len(e.Args))
	for _, name := range slices.Sorted(maps.Keys(e.Args)) {
		args = append(args, name, e.Args[name])
	}
	return args
}

// KindOf is the kind of err: Internal for any error that is not an *Error.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Internal
}

// Is reports whether err has the kind.
func Is(err error, kind Kind) bool { return err != nil && KindOf(err) == kind }

func pairs(args []any) map[string]any {
	if len(args) == 0 {
		return nil
	}
	m := make(map[string]any, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		m[fmt.Sprint(args[i])] = args[i+1]
	}
	return m
}
