package web

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"vatra/lms/access"
	"vatra/lms/limits"
	"vatra/lms/people"
)

// Route is one row of the table.
type Route struct {
	Method string
	Path   string            // the pattern to match; a secret in it stays out of the log, which has the pattern
	Needs  access.Capability // what the visitor has to be allowed to
	Menu   string            // the catalogue key under which the main menu leads here, for who may
	Limit  limits.Limit      // counted by network address; none when empty
	Body   int64             // the most bytes that a request may bring; formBody when 0
	// Anonymous routes never ask who comes: no session is read, so they must need what a guest may do.
	Anonymous bool
	// TokenFree routes take a form without its token, which is for what other programs post. The check of where a
	// browser's request comes from stays.
	TokenFree bool
	// Shared routes may be read by the scripts of any site (CORS, see https://fetch.spec.whatwg.org); never by a
	// visitor's session.
	Shared bool

	handle func(*visit) error
}

const (
	get  = fiber.MethodGet
	post = fiber.MethodPost
)

// formBody is enough for any form without files.
const formBody = 256 << 10

// table is the one list of what can be asked for. What is not in it does not exist, and its order is that of the main
// menu. A page's own code decides nothing about access beyond whose things are whose.
func (s *Server) table() []Route {
	return slices.Concat(
		s.learningRoutes(), s.verificationRoutes(), s.staffRoutes(), s.accountRoutes(), s.machineRoutes(),
	)
}

// learningRoutes are for whoever learns, or thinks of it.
func (s *Server) learningRoutes() []Route {
	return []Route{
		{Method: get, Path: "/", Needs: access.BrowseCatalogue, handle: s.showHome},
		{Method: get, Path: "/tracks", Needs: access.BrowseCatalogue, Menu: "nav.tracks", handle: s.showTracks},
		{Method: get, Path: "/tracks/:code", Needs: access.BrowseCatalogue, handle: s.showTrack},
		{Method: post, Path: "/tracks/:code/enrol", Needs: access.Learn, handle: s.enrol},
		{Method: get, Path: "/courses", Needs: access.BrowseCatalogue, Menu: "nav.courses", handle: s.showCourses},
		{Method: get, Path: "/courses/:code", Needs: access.BrowseCatalogue, handle: s.showCourse},
		{Method: get, Path: "/courses/:code/credits", Needs: access.BrowseCatalogue, handle: s.showCredits},
		{Method: get, Path: "/courses/:code/lessons/:key", Needs: access.BrowseCatalogue, handle: s.showLesson},
		{Method: post, Path: "/courses/:code/lessons/:key/complete", Needs: access.Learn, handle: s.completeLesson},
		{Method: post, Path: "/courses/:code/lessons/:key/check", Needs: access.Learn, handle: s.checkAnswer},
		{Method: post, Path: "/courses/:code/lessons/:key/start", Needs: access.Learn, handle: s.startQuiz},
		{Method: get, Path: "/attempts/:id", Needs: access.Learn, handle: s.showAttempt},
		{Method: post, Path: "/attempts/:id/answers", Needs: access.Learn, handle: s.saveAnswers},
		{Method: get, Path: "/attempts/:id/submit", Needs: access.Learn, handle: s.showHandIn},
		{Method: post, Path: "/attempts/:id/submit", Needs: access.Learn, handle: s.handIn},
		{Method: get, Path: "/attempts/:id/result", Needs: access.Learn, handle: s.showQuizResult},
		{Method: get, Path: "/attempts/:id/receipts", Needs: access.Learn, handle: s.showReceipts},
		{Method: get, Path: "/receipts", Needs: access.VerifyCertificates, handle: s.showReceipt},
		{Method: get, Path: "/learning", Needs: access.Learn, Menu: "nav.learning", handle: s.showLearning},
		{Method: get, Path: "/certificates", Needs: access.Learn, Menu: "nav.certificates", handle: s.showCertificates},
		{Method: get, Path: "/certificates/:code/pdf", Needs: access.Learn, handle: s.sendPaper},
		{Method: get, Path: "/assets/:sha256/:name", Needs: access.BrowseCatalogue, Anonymous: true, handle: s.sendAsset},
	}
}

// verificationRoutes are for whoever holds a certificate in their hand.
func (s *Server) verificationRoutes() []Route {
	return []Route{
		{Method: get, Path: "/verify", Needs: access.VerifyCertificates, Menu: "nav.verify", handle: s.showVerify},
		{
			Method: get, Path: "/verify/:code", Needs: access.VerifyCertificates, Limit: limits.VerifyAddress,
			handle: s.showVerdict,
		},
		{
			Method: get, Path: "/api/v1/certificates/:code", Needs: access.VerifyCertificates, Anonymous: true, Shared: true,
			Limit: limits.VerifyAddress, handle: s.sendCertificate,
		},
	}
}

// staffRoutes are for trainers and administrators.
func (s *Server) staffRoutes() []Route {
	return []Route{
		{Method: get, Path: "/teach", Needs: access.FollowLearners, Menu: "nav.teaching", handle: s.showTeach},
		{Method: get, Path: "/teach/courses/:code", Needs: access.FollowLearners, handle: s.showLearners},
		{Method: get, Path: "/teach/courses/:code/learners.csv", Needs: access.FollowLearners, handle: s.sendLearners},
		{Method: get, Path: "/admin/people", Needs: access.ManagePeople, Menu: "nav.people", handle: s.showPeople},
		{Method: get, Path: "/admin/people/invitations", Needs: access.ManagePeople, handle: s.showInvitations},
		{Method: post, Path: "/admin/people/invitations", Needs: access.ManagePeople, handle: s.invite},
		{Method: post, Path: "/admin/people/invitations/withdraw", Needs: access.ManagePeople, handle: s.withdrawInvitation},
		{Method: get, Path: "/admin/people/:id", Needs: access.ManagePeople, handle: s.showPerson},
		{Method: post, Path: "/admin/people/:id/role", Needs: access.ManagePeople, handle: s.setRole},
		{Method: post, Path: "/admin/people/:id/disable", Needs: access.ManagePeople, handle: s.disablePerson},
		{Method: post, Path: "/admin/people/:id/enable", Needs: access.ManagePeople, handle: s.enablePerson},
		{Method: post, Path: "/admin/people/:id/confirmation", Needs: access.ManagePeople, handle: s.resendConfirmation},
		{Method: post, Path: "/admin/people/:id/enrol", Needs: access.EnrolOthers, handle: s.enrolPerson},
		{Method: get, Path: "/admin/tracks", Needs: access.ManageTracks, Menu: "nav.staff_tracks", handle: s.showStaffTracks},
		{Method: get, Path: "/admin/tracks/new", Needs: access.ManageTracks, handle: s.showNewTrack},
		{Method: post, Path: "/admin/tracks/new", Needs: access.ManageTracks, handle: s.createTrack},
		{Method: get, Path: "/admin/tracks/:code", Needs: access.ManageTracks, handle: s.showStaffTrack},
		{Method: post, Path: "/admin/tracks/:code", Needs: access.ManageTracks, handle: s.changeTrack},
		{Method: get, Path: "/admin/tracks/:code/enrol", Needs: access.EnrolOthers, handle: s.showRoster},
		{Method: post, Path: "/admin/tracks/:code/enrol", Needs: access.EnrolOthers, handle: s.enrolOne},
		{Method: post, Path: "/admin/tracks/:code/roster", Needs: access.EnrolOthers, Body: rosterBody, handle: s.enrolRoster},
		{Method: get, Path: "/admin/imports", Needs: access.ImportCourses, Menu: "nav.imports", handle: s.showImports},
		{Method: post, Path: "/admin/imports", Needs: access.ImportCourses, Body: importBody, handle: s.takeImport},
		{Method: get, Path: "/admin/imports/:id", Needs: access.ImportCourses, handle: s.showImport},
		{
			Method: get, Path: "/admin/certificates", Needs: access.RevokeCertificates, Menu: "nav.staff_certificates",
			handle: s.showIssued,
		},
		{Method: get, Path: "/admin/certificates/:code", Needs: access.RevokeCertificates, handle: s.showIssuedCertificate},
		{Method: post, Path: "/admin/certificates/:code/revoke", Needs: access.RevokeCertificates, handle: s.revokeCertificate},
		{
			Method: post, Path: "/admin/certificates/:code/reinstate", Needs: access.RevokeCertificates,
			handle: s.reinstateCertificate,
		},
		{Method: get, Path: "/admin/settings", Needs: access.ManageHouse, Menu: "nav.settings", handle: s.showSettings},
		{Method: post, Path: "/admin/settings", Needs: access.ManageHouse, handle: s.changeSettings},
	}
}

// accountRoutes are about opening and keeping an account.
func (s *Server) accountRoutes() []Route {
	return []Route{
		{Method: get, Path: "/register", Needs: access.OpenAccount, handle: s.showRegister},
		{Method: post, Path: "/register", Needs: access.OpenAccount, handle: s.register},
		{Method: get, Path: "/register/sent", Needs: access.OpenAccount, handle: s.showRegisterSent},
		{Method: get, Path: people.PathConfirm + ":token", Needs: access.OpenAccount, handle: s.showConfirm},
		{Method: post, Path: people.PathConfirm + ":token", Needs: access.OpenAccount, handle: s.confirm},
		{Method: get, Path: people.PathInvitation + ":token", Needs: access.OpenAccount, handle: s.showInvitation},
		{Method: post, Path: people.PathInvitation + ":token", Needs: access.OpenAccount, handle: s.acceptInvitation},
		{Method: get, Path: people.PathLogIn, Needs: access.OpenAccount, handle: s.showLogin},
		{Method: post, Path: people.PathLogIn, Needs: access.OpenAccount, Body: formBody + keptBody, handle: s.logIn},
		{Method: post, Path: "/logout", Needs: access.OpenAccount, handle: s.logOut},
		{Method: get, Path: people.PathForgotten, Needs: access.OpenAccount, handle: s.showForgotten},
		{Method: post, Path: people.PathForgotten, Needs: access.OpenAccount, handle: s.requestReset},
		{Method: get, Path: "/reset/sent", Needs: access.OpenAccount, handle: s.showResetSent},
		{Method: get, Path: people.PathReset + ":token", Needs: access.OpenAccount, handle: s.showReset},
		{Method: post, Path: people.PathReset + ":token", Needs: access.OpenAccount, handle: s.reset},
		{Method: get, Path: "/account", Needs: access.KeepAccount, Menu: "nav.account", handle: s.showAccount},
		{Method: post, Path: "/account/name", Needs: access.KeepAccount, handle: s.changeName},
		{Method: post, Path: "/account/password", Needs: access.KeepAccount, handle: s.changePassword},
		{Method: post, Path: "/account/logout-everywhere", Needs: access.KeepAccount, handle: s.logOutEverywhere},
		{Method: post, Path: "/language", Needs: access.BrowseCatalogue, handle: s.chooseLanguage},
	}
}

// machineRoutes are what browsers and machines ask for by themselves.
func (s *Server) machineRoutes() []Route {
	return []Route{
		{Method: get, Path: "/static/:hash/:name", Needs: access.BrowseCatalogue, Anonymous: true, handle: s.sendStatic},
		{Method: get, Path: "/healthz", Needs: access.BrowseCatalogue, Anonymous: true, handle: s.showHealth},
		{Method: get, Path: "/readyz", Needs: access.BrowseCatalogue, Anonymous: true, handle: s.showReadiness},
		{Method: get, Path: "/metrics", Needs: access.BrowseCatalogue, Anonymous: true, handle: s.showMetrics},
	}
}
