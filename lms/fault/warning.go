package fault

import "fmt"

// Warning says why an entry of a package, or a part of it, was not taken as it stands. Key and Args are a message of the
// catalogue.
type Warning struct {
	Entry string         `json:"entry"`
	Key   string         `json:"key"`
	Args  map[string]any `json:"args,omitempty"`
}

// MostOfAKind is how many warnings with one key are kept: whoever reads them has understood by then, and a file of some
// kilobytes can be the cause of millions.
const MostOfAKind = 200

// Log keeps warnings, each once, as texts do not say them that come in pieces, and MostOfAKind of each key.
type Log struct {
	kept   []Warning
	told   map[string]bool
	ofKind map[string]int
	more   bool
}

// Add keeps warnings.
func (l *Log) Add(warnings ...Warning) {
	if l.told == nil {
		l.told, l.ofKind = map[string]bool{}, map[string]int{}
	}
	for _, warning := range warnings {
		words := fmt.Sprintf("%q %q %#v", warning.Entry, warning.Key, warning.Args) // Args in the order of their names
		switch {
		case l.told[words]:
		case l.ofKind[warning.Key] == MostOfAKind:
			l.more = true
		default:
			l.told[words] = true
			l.ofKind[warning.Key]++
			l.kept = append(l.kept, warning)
		}
	}
}

// Warnings are those that were kept, in their order. It is never nil, and never to be appended to.
func (l *Log) Warnings() []Warning { return append([]Warning{}, l.kept...) }

// Len is the number of warnings that were kept.
func (l *Log) Len() int { return len(l.kept) }

// More reports whether some were not kept.
func (l *Log) More() bool { return l.more }

// Warn makes a warning about an entry; args are pairs: "name", value. The entry may be for the caller to fill in.
func Warn(entry, key string, args ...any) Warning {
	return Warning{Entry: entry, Key: key, Args: pairs(args)}
}
