package studio

import (
	"slices"

	"github.com/google/uuid"

	"vatra/content/studio"
	"vatra/lms/authoring"
)

// neighbour is the place one up or down of a piece; false at the very end. A lesson at the end of its module goes on into the next
// one; a block stays in its lesson.
func neighbour(p *studio.Piece, up bool) (to authoring.Spot, ok bool) {
	if p.Parent == nil {
		return authoring.Spot{}, false
	}
	parts := p.Parent.Parts
	at := slices.Index(parts, p)
	switch {
	case at < 0:
		return authoring.Spot{}, false
	case up && at > 1:
		return authoring.Spot{Parent: p.Parent.ID, After: parts[at-2].ID}, true
	case up && at == 1:
		return authoring.Spot{Parent: p.Parent.ID, After: uuid.Nil}, true
	case !up && at < len(parts)-1:
		return authoring.Spot{Parent: p.Parent.ID, After: parts[at+1].ID}, true
	case p.Kind != studio.Lesson || p.Parent.Parent == nil:
		return authoring.Spot{}, false
	}
	modules := p.Parent.Parent.Parts
	module := slices.Index(modules, p.Parent)
	switch {
	case up && module > 0:
		return authoring.Spot{Parent: modules[module-1].ID, After: studio.Last}, true
	case !up && module < len(modules)-1:
		return authoring.Spot{Parent: modules[module+1].ID, After: uuid.Nil}, true
	}
	return authoring.Spot{}, false
}
