package access

import "slices"

// Capabilities are all of them.
func Capabilities() []Capability {
	all := make([]Capability, 0, len(capabilities))
	for capability := range capabilities {
		all = append(all, capability)
	}
	slices.Sort(all)
	return all
}
