package show

import "github.com/google/uuid"

// PersonURL is the address of the page on which administrators manage a person.
func PersonURL(id uuid.UUID) string { return "/admin/people/" + id.String() }
