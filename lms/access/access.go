// Package access owns who may do what, and to what: roles, capabilities, scopes, grants, and the actor who asks. One table
// decides; lists filter by the same rule in SQL: see Actor.Within. It knows no HTTP and imports no room.
package access

import "slices"

// Role is what a person is in this house. Everybody has exactly one; a guest has no account.
type Role string

// The roles, from the least to the most trusted. Each may do all that the one before it may do: see capabilities.
const (
	RoleGuest         Role = "guest"
	RoleLearner       Role = "learner"
	RoleTrainer       Role = "trainer"
	RoleAdministrator Role = "administrator"
)

// Roles are those that an account can have.
func Roles() []Role { return []Role{RoleLearner, RoleTrainer, RoleAdministrator} }

// Known reports whether an account can have the role.
func (r Role) Known() bool { return slices.Contains(Roles(), r) }

// AtLeast reports whether the role is the other one or more trusted; one that no account can have is neither.
func (r Role) AtLeast(other Role) bool {
	mine, others := slices.Index(Roles(), r), slices.Index(Roles(), other)
	return others >= 0 && mine >= others
}

// Capability is something that a role may do.
type Capability string

// The capabilities. Every route and every command asks for one of them.
const (
	BrowseCatalogue    Capability = "browse_catalogue"    // home, tracks, courses and their assets
	VerifyCertificates Capability = "verify_certificates" // check a certificate by its code
	OpenAccount        Capability = "open_account"        // register, confirm, log in, reset, accept an invitation
	ReviewDrafts       Capability = "review_drafts"       // read a draft by a private link, and comment on it
	KeepAccount        Capability = "keep_account"        // one's own password, name, language, sessions
	Learn              Capability = "learn"               // enrol, read lessons, sit quizzes, hold certificates: one's own only
	FollowLearners     Capability = "follow_learners"     // a course's learners and their progress
	BeginCourses       Capability = "begin_courses"       // begin to write a course
	WriteCourses       Capability = "write_courses"       // write a draft, preview and publish it
	TranslateCourses   Capability = "translate_courses"   // read a draft, and write it in a language that it is translated into
	EnrolOthers        Capability = "enrol_others"        // enrol one person or a list
	ManagePeople       Capability = "manage_people"       // see all people, invite, set roles, disable
	ManageTracks       Capability = "manage_tracks"       // tracks and their rules
	ImportCourses      Capability = "import_courses"      // bring courses in and publish them
	RevokeCertificates Capability = "revoke_certificates" // find any certificate, revoke and reinstate it
	ManageHouse        Capability = "manage_house"        // the settings of the site
)

// rule is one row of the table: what kind of thing the capability is asked for, and which roles have it.
type rule struct {
	scope ScopeKind
	roles []Role
}

// capabilities is the one table that decides access. Ids are never permission: where a capability is about one's own
// things, the statement that reads them asks for the owner too, and where it is about a course, for the grant.
// Administrators hold on the whole site what others are granted for less: see wide.
var capabilities = map[Capability]rule{
	BrowseCatalogue:    {ScopeSite, []Role{RoleGuest, RoleLearner, RoleTrainer, RoleAdministrator}},
	VerifyCertificates: {ScopeSite, []Role{RoleGuest, RoleLearner, RoleTrainer, RoleAdministrator}},
	OpenAccount:        {ScopeSite, []Role{RoleGuest, RoleLearner, RoleTrainer, RoleAdministrator}},
	ReviewDrafts:       {ScopeSite, []Role{RoleGuest, RoleLearner, RoleTrainer, RoleAdministrator}},
	KeepAccount:        {ScopeOwn, []Role{RoleLearner, RoleTrainer, RoleAdministrator}},
	Learn:              {ScopeOwn, []Role{RoleLearner, RoleTrainer, RoleAdministrator}},
	FollowLearners:     {ScopeCourse, []Role{RoleTrainer, RoleAdministrator}},
	BeginCourses:       {ScopeSite, []Role{RoleTrainer, RoleAdministrator}},
	WriteCourses:       {ScopeDraft, []Role{RoleTrainer, RoleAdministrator}},
	TranslateCourses:   {ScopeTranslation, []Role{RoleLearner, RoleTrainer, RoleAdministrator}},
	EnrolOthers:        {ScopeSite, []Role{RoleAdministrator}},
	ManagePeople:       {ScopeSite, []Role{RoleAdministrator}},
	ManageTracks:       {ScopeSite, []Role{RoleAdministrator}},
	ImportCourses:      {ScopeSite, []Role{RoleAdministrator}},
	RevokeCertificates: {ScopeSite, []Role{RoleAdministrator}},
	ManageHouse:        {ScopeSite, []Role{RoleAdministrator}},
}

// Scope is the kind of thing that the capability is asked for; empty for one that the table does not name.
func (c Capability) Scope() ScopeKind { return capabilities[c].scope }

// Can reports whether the role has the capability, even if only for some things. What the table does not name is refused.
func Can(role Role, capability Capability) bool {
	return slices.Contains(capabilities[capability].roles, role)
}

// wide reports whether the role has the capability for everything on the site, without a grant.
func wide(role Role, capability Capability) bool {
	scope := capability.Scope()
	return Can(role, capability) && (scope == ScopeSite || scope != ScopeOwn && role == RoleAdministrator)
}
