// Package admin is the area of administrators: people, tracks, imports, certificates and settings.
package admin

import (
	"vatra/lms/access"
	"vatra/lms/web/door"
)

// area is for administrators.
type area struct{ *door.Door }

// Routes are for administrators.
func Routes(d *door.Door) []door.Route {
	a := &area{d}
	return []door.Route{
		{Method: door.Get, Path: "/admin/people", Needs: access.ManagePeople, Menu: "nav.people", Handle: a.showPeople},
		{Method: door.Get, Path: "/admin/people/invitations", Needs: access.ManagePeople, Handle: a.showInvitations},
		{Method: door.Post, Path: "/admin/people/invitations", Needs: access.ManagePeople, Recent: true, Handle: a.invite},
		{Method: door.Post, Path: "/admin/people/invitations/withdraw", Needs: access.ManagePeople, Recent: true, Handle: a.withdrawInvitation},
		{Method: door.Get, Path: "/admin/people/:id", Needs: access.ManagePeople, Handle: a.showPerson},
		{Method: door.Post, Path: "/admin/people/:id/role", Needs: access.ManagePeople, Recent: true, Handle: a.setRole},
		{Method: door.Post, Path: "/admin/people/:id/disable", Needs: access.ManagePeople, Recent: true, Handle: a.disablePerson},
		{Method: door.Post, Path: "/admin/people/:id/enable", Needs: access.ManagePeople, Recent: true, Handle: a.enablePerson},
		{Method: door.Post, Path: "/admin/people/:id/confirmation", Needs: access.ManagePeople, Handle: a.resendConfirmation},
		{Method: door.Post, Path: "/admin/people/:id/second-step/reset", Needs: access.ManagePeople, Recent: true, Handle: a.resetSecondStep},
		{Method: door.Post, Path: "/admin/people/:id/enrol", Needs: access.EnrolOthers, Handle: a.enrolPerson},
		{Method: door.Post, Path: "/admin/people/:id/courses", Needs: access.ManagePeople, Recent: true, Handle: a.appointTrainer},
		{Method: door.Post, Path: "/admin/people/:id/courses/withdraw", Needs: access.ManagePeople, Recent: true, Handle: a.dismissTrainer},
		{Method: door.Get, Path: "/admin/tracks", Needs: access.ManageTracks, Menu: "nav.staff_tracks", Handle: a.showStaffTracks},
		{Method: door.Get, Path: "/admin/tracks/new", Needs: access.ManageTracks, Handle: a.showNewTrack},
		{Method: door.Post, Path: "/admin/tracks/new", Needs: access.ManageTracks, Handle: a.createTrack},
		{Method: door.Get, Path: "/admin/tracks/:code", Needs: access.ManageTracks, Handle: a.showStaffTrack},
		{Method: door.Post, Path: "/admin/tracks/:code", Needs: access.ManageTracks, Handle: a.changeTrack},
		{Method: door.Get, Path: "/admin/tracks/:code/enrol", Needs: access.EnrolOthers, Handle: a.showRoster},
		{Method: door.Post, Path: "/admin/tracks/:code/enrol", Needs: access.EnrolOthers, Handle: a.enrolOne},
		{Method: door.Post, Path: "/admin/tracks/:code/roster", Needs: access.EnrolOthers, Body: rosterBody, Long: true, Handle: a.enrolRoster},
		{Method: door.Get, Path: "/admin/imports", Needs: access.ImportCourses, Menu: "nav.imports", Handle: a.showImports},
		{Method: door.Post, Path: "/admin/imports", Needs: access.ImportCourses, Body: importBody, Long: true, Handle: a.takeImport},
		{Method: door.Get, Path: "/admin/imports/:id", Needs: access.ImportCourses, Handle: a.showImport},
		{Method: door.Post, Path: "/admin/imports/:id/again", Needs: access.ImportCourses, Handle: a.runImportAgain},
		{
			Method: door.Get, Path: "/admin/certificates", Needs: access.RevokeCertificates, Menu: "nav.staff_certificates",
			Handle: a.showIssued,
		},
		{Method: door.Get, Path: "/admin/certificates/:code", Needs: access.RevokeCertificates, Handle: a.showIssuedCertificate},
		{Method: door.Post, Path: "/admin/certificates/:code/revoke", Needs: access.RevokeCertificates, Recent: true, Handle: a.revokeCertificate},
		{
			Method: door.Post, Path: "/admin/certificates/:code/reinstate", Needs: access.RevokeCertificates, Recent: true,
			Handle: a.reinstateCertificate,
		},
		{
			Method: door.Post, Path: "/admin/certificates/:code/name/consent", Needs: access.RevokeCertificates, Recent: true,
			Handle: a.consentToName,
		},
		{
			Method: door.Post, Path: "/admin/certificates/:code/name/refuse", Needs: access.RevokeCertificates, Recent: true,
			Handle: a.refuseName,
		},
		{Method: door.Get, Path: "/admin/security", Needs: access.ManagePeople, Menu: "nav.security", Handle: a.showSecurity},
		{Method: door.Get, Path: "/admin/pages", Needs: access.ManageHouse, Menu: "nav.pages", Handle: a.showHousePages},
		{Method: door.Get, Path: "/admin/pages/:key/:locale", Needs: access.ManageHouse, Handle: a.showHousePage},
		{Method: door.Post, Path: "/admin/pages/:key/:locale", Needs: access.ManageHouse, Body: housePageBody, Handle: a.changeHousePage},
		{Method: door.Get, Path: "/admin/settings", Needs: access.ManageHouse, Menu: "nav.settings", Handle: a.showSettings},
		{Method: door.Post, Path: "/admin/settings", Needs: access.ManageHouse, Recent: true, Handle: a.changeSettings},
	}
}
