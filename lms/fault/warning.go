package fault

import (
	"fmt"
	"maps"
	"slices"
)

// Warning says why an entry of a package, or a part of it, was not taken as it stands. Key and Args are a message of the
// catalogue.
type Warning struct {
	Entry string         `json:"entry"`
	Key   string         `json:"key"`
	Args  map[string]any `json:"args,omitempty"`
}

// Distinct leaves out warnings that say the same again: a package is checked when it is read, and its texts once more when
// they are rendered.
func Distinct(warnings []Warning) []Warning {
	var distinct []Warning
	for _, warning := range warnings {
		same := func(w Warning) bool {
			return w.Entry == warning.Entry && w.Key == warning.Key && maps.Equal(w.Args, warning.Args)
		}
		if !slices.ContainsFunc(distinct, same) {
			distinct = append(distinct, warning)
		}
	}
	return distinct
}

// Warn makes a warning about an entry; args are pairs: "name", value. The entry may be for the caller to fill in.
func Warn(entry, key string, args ...any) Warning {
	return Warning{Entry: entry, Key: key, Args: pairs(args)}
}

// String is the warning for a log.
func (w Warning) String() string { return fmt.Sprintf("%s: %s %v", w.Entry, w.Key, w.Args) }
