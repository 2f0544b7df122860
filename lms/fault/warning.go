package fault

import "fmt"

// Warning says why an entry of a package, or a part of it, was not taken as it stands. Key and Args are a message of the
// catalogue.
type Warning struct {
	Entry string         `json:"entry"`
	Key   string         `json:"key"`
	Args  map[string]any `json:"args,omitempty"`
}

// Distinct leaves out warnings that say the same again, as texts do that come in pieces.
func Distinct(warnings []Warning) []Warning {
	var distinct []Warning
	told := make(map[string]bool, len(warnings))
	for _, warning := range warnings {
		if words := fmt.Sprintf("%q %q %#v", warning.Entry, warning.Key, warning.Args); !told[words] { // Args in the order of their names
			told[words] = true
			distinct = append(distinct, warning)
		}
	}
	return distinct
}

// Warn makes a warning about an entry; args are pairs: "name", value. The entry may be for the caller to fill in.
func Warn(entry, key string, args ...any) Warning {
	return Warning{Entry: entry, Key: key, Args: pairs(args)}
}
