package assets

import (
	"maps"
	"slices"
)

// Names are the names of all assets.
func (s *Set) Names() []string { return slices.Sorted(maps.Keys(s.files)) }
