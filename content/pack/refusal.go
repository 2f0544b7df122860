package pack

import (
	"vatra/lms/fault"
)

// Refused is the fault of a package called name of which no lesson could be taken; why is what keeps out the first of them.
func Refused(name string, why fault.Warning) error {
	reason := fault.Message{Key: why.Key, Args: why.Args}
	return fault.New(fault.Invalid, "content.package_refused", "Entry", name, "File", why.Entry, "Reason", reason)
}
