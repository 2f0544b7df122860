package audit

// Event names something that the security log tells.
type Event string

// The events. Each has a line in EVENTS.md, and a name in the catalogue: audit.event.<event>.
const (
	LoggedIn     Event = "login.good"
	LoginFailed  Event = "login.failed"
	LoggedOut    Event = "login.out"
	Proved       Event = "proof.good"
	ProofFailed  Event = "proof.failed"
	SessionEnded Event = "session.ended"
	OthersEnded  Event = "session.others_ended"

	PasswordChanged Event = "password.changed"
	ResetAsked      Event = "password.reset_asked"
	PasswordReset   Event = "password.reset"
	PasswordSet     Event = "password.set"

	AccountOpened   Event = "account.opened"
	AccountAdded    Event = "account.added"
	AccountDisabled Event = "account.disabled"
	AccountEnabled  Event = "account.enabled"
	RoleChanged     Event = "role.changed"

	InvitationSent      Event = "invitation.sent"
	InvitationWithdrawn Event = "invitation.withdrawn"
	InvitationAccepted  Event = "invitation.accepted"

	CertificateRevoked    Event = "certificate.revoked"
	CertificateReinstated Event = "certificate.reinstated"
	Exported              Event = "export.made"

	UploadInfected Event = "upload.infected"
)

// Events are all of them, in the order of EVENTS.md.
func Events() []Event {
	return []Event{
		LoggedIn, LoginFailed, LoggedOut, Proved, ProofFailed, SessionEnded, OthersEnded,
		PasswordChanged, ResetAsked, PasswordReset, PasswordSet,
		AccountOpened, AccountAdded, AccountDisabled, AccountEnabled, RoleChanged,
		InvitationSent, InvitationWithdrawn, InvitationAccepted,
		CertificateRevoked, CertificateReinstated, Exported, UploadInfected,
	}
}
