package audit

// Event names something that the security log tells.
type Event string

// The events. Each has a line in EVENTS.md, and a name in the catalogue: audit.event.<event>.
const (
	LoggedIn     Event = "login.good"
	LoginFailed  Event = "login.failed"
	LoginOther   Event = "login.other"
	LoggedOut    Event = "login.out"
	Proved       Event = "proof.good"
	ProofFailed  Event = "proof.failed"
	SessionEnded Event = "session.ended"
	OthersEnded  Event = "session.others_ended"

	PasswordChanged Event = "password.changed"
	ResetAsked      Event = "password.reset_asked"
	PasswordReset   Event = "password.reset"
	PasswordSet     Event = "password.set"

	FactorAdded   Event = "factor.added"
	FactorRemoved Event = "factor.removed"
	FactorDoubted Event = "factor.doubted"
	FactorReset   Event = "factor.reset"
	CodesRenewed  Event = "factor.codes_renewed"
	CodeUsed      Event = "factor.code_used"
	CodeReused    Event = "factor.code_reused"

	AddressAsked   Event = "address.asked"
	AddressChanged Event = "address.changed"
	AddressUndone  Event = "address.undone"

	AccountOpened   Event = "account.opened"
	AccountAdded    Event = "account.added"
	AccountDisabled Event = "account.disabled"
	AccountEnabled  Event = "account.enabled"
	AccountDeleted  Event = "account.deleted"
	RoleChanged     Event = "role.changed"
	DataAsked       Event = "data.asked"
	DataTaken       Event = "data.taken"

	TrainerAppointed Event = "trainer.appointed"
	TrainerDismissed Event = "trainer.dismissed"
	WriterAdded      Event = "writer.added"
	WriterRemoved    Event = "writer.removed"
	LearnersMoved    Event = "learners.moved"

	InvitationSent      Event = "invitation.sent"
	InvitationWithdrawn Event = "invitation.withdrawn"
	InvitationAccepted  Event = "invitation.accepted"

	CertificateRevoked     Event = "certificate.revoked"
	CertificateReinstated  Event = "certificate.reinstated"
	CertificateReissued    Event = "certificate.reissued"
	CertificateNameRefused Event = "certificate.name_refused"
	Exported               Event = "export.made"

	SettingsChanged Event = "settings.changed"
	UploadInfected  Event = "upload.infected"
)

// Why a login is refused: the target of LoginFailed.
const (
	WhyPassword    = "password"
	WhyDisabled    = "disabled"
	WhyUnconfirmed = "unconfirmed"
	WhySecondStep  = "second step"
	WhyPasskey     = "passkey"
	WhyTooMany     = "too many tries" // of ProofFailed too
)

// What the events of factors are about: the first word of their target.
const (
	FactorApp      = "app"
	FactorPasskey  = "passkey"  // its name follows
	FactorRecovery = "recovery" // how many codes are left follows where one was used
)

// FactorEvents are those about somebody's second step.
func FactorEvents() []Event {
	return []Event{FactorAdded, FactorRemoved, FactorDoubted, FactorReset, CodesRenewed, CodeUsed, CodeReused}
}

// Events are all of them, in the order of EVENTS.md.
func Events() []Event {
	return []Event{
		LoggedIn, LoginFailed, LoginOther, LoggedOut, Proved, ProofFailed, SessionEnded, OthersEnded,
		PasswordChanged, ResetAsked, PasswordReset, PasswordSet,
		FactorAdded, FactorRemoved, FactorDoubted, FactorReset, CodesRenewed, CodeUsed, CodeReused,
		AddressAsked, AddressChanged, AddressUndone,
		AccountOpened, AccountAdded, AccountDisabled, AccountEnabled, AccountDeleted, RoleChanged, DataAsked, DataTaken,
		TrainerAppointed, TrainerDismissed, WriterAdded, WriterRemoved, LearnersMoved,
		InvitationSent, InvitationWithdrawn, InvitationAccepted,
		CertificateRevoked, CertificateReinstated, CertificateReissued, CertificateNameRefused, Exported, SettingsChanged, UploadInfected,
	}
}
