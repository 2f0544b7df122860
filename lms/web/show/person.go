package show

import "github.com/google/uuid"

func PersonURL(id uuid.UUID) string { return "/admin/people/" + id.String() }
