package access

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/schema"

	"vatra/lms/fault"
)

// ScopeKind is a kind of thing that a capability can be asked for.
type ScopeKind string

// The kinds, from the widest to the narrowest. The site comes with a role and one's own things with being oneself; a
// course is granted, and so is the draft of one, and its translation into a language.
const (
	ScopeSite        ScopeKind = "site"
	ScopeCourse      ScopeKind = "course"
	ScopeDraft       ScopeKind = "draft"
	ScopeTranslation ScopeKind = "translation"
	ScopeOwn         ScopeKind = "own"
)

// Scope is one thing that a capability is asked or granted for.
type Scope struct {
	Kind ScopeKind
	ID   uuid.UUID // zero for the site; of a translation the draft's
	Lang string    // of a translation; empty elsewhere
}

// Course is the scope of one course.
func Course(id uuid.UUID) Scope { return Scope{Kind: ScopeCourse, ID: id} }

// Draft is the scope of a course that is being written.
func Draft(id uuid.UUID) Scope { return Scope{Kind: ScopeDraft, ID: id} }

// Translation is the scope of a draft in one of its languages.
func Translation(draft uuid.UUID, tag string) Scope {
	return Scope{Kind: ScopeTranslation, ID: draft, Lang: tag}
}

// Within is the table as a condition in SQL: it holds for the ids of those things that the actor has the capability
// for. id is a bun.Ident that names a column, or one id. Of translations it takes any language.
func (a Actor) Within(capability Capability, id any) schema.QueryWithArgs {
	return a.within(capability, id, bun.SafeQuery("TRUE"))
}

// WithinLanguage is Within for translations into one language.
func (a Actor) WithinLanguage(capability Capability, id any, tag string) schema.QueryWithArgs {
	return a.within(capability, id, bun.SafeQuery("lang = ?", tag))
}

func (a Actor) within(capability Capability, id any, where schema.QueryWithArgs) schema.QueryWithArgs {
	scope := capability.Scope()
	switch {
	case wide(a.Role, capability):
		return bun.SafeQuery("TRUE")
	case !a.Can(capability):
		return bun.SafeQuery("FALSE")
	case scope == ScopeOwn:
		return bun.SafeQuery("? = ?", id, a.UserID)
	default:
		return bun.SafeQuery("? IN (SELECT scope_id FROM grants WHERE user_id = ? AND role = ? AND scope_kind = ? AND ?)",
			id, a.UserID, a.Role, scope, where)
	}
}

// RequireFor is Require for one thing: Forbidden people.forbidden_here where the actor has the capability for others
// only. The scope must be of the capability's kind. It asks the database unless the role alone decides.
func (a Actor) RequireFor(ctx context.Context, db bun.IDB, capability Capability, scope Scope) error {
	if err := a.Require(capability); err != nil {
		return err
	}
	if scope.Kind != capability.Scope() {
		return fmt.Errorf("%s was asked for a %s and is about a %s", capability, scope.Kind, capability.Scope())
	}
	if wide(a.Role, capability) {
		return nil
	}
	var granted bool
	if err := db.NewRaw(`SELECT ?`, a.WithinLanguage(capability, scope.ID, scope.Lang)).Scan(ctx, &granted); err != nil {
		return fmt.Errorf("looking for a grant of %s: %w", capability, err)
	}
	if !granted {
		return fault.New(fault.Forbidden, "people.forbidden_here")
	}
	return nil
}
