package show

import "github.com/google/uuid"

// AttemptURL is the address of an attempt under way.
func AttemptURL(id uuid.UUID) string { return "/attempts/" + id.String() }

// ResultURL is the address of what an attempt has come to.
func ResultURL(id uuid.UUID) string { return AttemptURL(id) + "/result" }
