// Package account is the area of opening an account and keeping it: registering, logging in, passwords, the language.
package account

import (
	"vatra/lms/access"
	"vatra/lms/dossier"
	"vatra/lms/factors"
	"vatra/lms/limits"
	"vatra/lms/notify"
	"vatra/lms/people/links"
	"vatra/lms/web/door"
)

type area struct{ *door.Door }

// Routes are those of this area.
func Routes(d *door.Door) []door.Route {
	a := &area{d}
	return []door.Route{
		{Method: door.Get, Path: "/register", Needs: access.OpenAccount, Handle: a.showRegister},
		{Method: door.Post, Path: "/register", Needs: access.OpenAccount, Handle: a.register},
		{Method: door.Get, Path: "/register/sent", Needs: access.OpenAccount, Handle: a.showRegisterSent},
		{Method: door.Get, Path: links.PathConfirm + ":token", Needs: access.OpenAccount, Handle: a.showConfirm},
		{Method: door.Post, Path: links.PathConfirm + ":token", Needs: access.OpenAccount, Handle: a.confirm},
		{Method: door.Get, Path: links.PathInvitation + ":token", Needs: access.OpenAccount, Handle: a.showInvitation},
		{Method: door.Post, Path: links.PathInvitation + ":token", Needs: access.OpenAccount, Handle: a.acceptInvitation},
		{Method: door.Get, Path: links.PathLogIn, Needs: access.OpenAccount, Handle: a.showLogin},
		{Method: door.Post, Path: links.PathLogIn, Needs: access.OpenAccount, Body: door.FormBody + door.KeptBody, Handle: a.logIn},
		{Method: door.Get, Path: stepPath, Needs: access.OpenAccount, Handle: a.showStep},
		{Method: door.Post, Path: stepPath, Needs: access.OpenAccount, Body: door.FormBody + door.KeptBody, Handle: a.takeAppCode},
		{Method: door.Post, Path: stepPath + "/recovery", Needs: access.OpenAccount, Body: door.FormBody + door.KeptBody, Handle: a.takeRecoveryCode},
		{
			Method: door.Post, Path: "/login/passkey/options", Needs: access.OpenAccount, Body: door.FormBody + door.KeptBody,
			Limit: limits.PasskeyAddress, Handle: a.askPasskey,
		},
		{Method: door.Post, Path: "/login/passkey", Needs: access.OpenAccount, Body: door.FormBody + door.KeptBody, Handle: a.takePasskey},
		{Method: door.Post, Path: "/logout", Needs: access.OpenAccount, Handle: a.logOut},
		{Method: door.Get, Path: links.PathForgotten, Needs: access.OpenAccount, Handle: a.showForgotten},
		{Method: door.Post, Path: links.PathForgotten, Needs: access.OpenAccount, Handle: a.requestReset},
		{Method: door.Get, Path: "/reset/sent", Needs: access.OpenAccount, Handle: a.showResetSent},
		{Method: door.Get, Path: links.PathReset + ":token", Needs: access.OpenAccount, Handle: a.showReset},
		{Method: door.Post, Path: links.PathReset + ":token", Needs: access.OpenAccount, Handle: a.reset},
		{Method: door.Get, Path: "/account", Needs: access.KeepAccount, Menu: "nav.account", Own: true, Handle: a.showAccount},
		{Method: door.Post, Path: "/account/name", Needs: access.KeepAccount, Handle: a.changeName},
		{Method: door.Post, Path: "/account/password", Needs: access.KeepAccount, Handle: a.changePassword},
		{Method: door.Get, Path: pathAddress, Needs: access.KeepAccount, Handle: a.showAddress},
		{Method: door.Post, Path: pathAddress, Needs: access.KeepAccount, Recent: true, Handle: a.requestAddress},
		{Method: door.Get, Path: links.PathAddress + ":token", Needs: access.OpenAccount, Handle: a.showNewAddress},
		{Method: door.Post, Path: links.PathAddress + ":token", Needs: access.OpenAccount, Handle: a.changeAddress},
		{Method: door.Get, Path: links.PathUndo + ":token", Needs: access.OpenAccount, Handle: a.showUndoAddress},
		{Method: door.Post, Path: links.PathUndo + ":token", Needs: access.OpenAccount, Handle: a.undoAddress},
		{Method: door.Get, Path: dossier.PathData, Needs: access.KeepAccount, Handle: a.showData},
		{Method: door.Post, Path: dossier.PathData, Needs: access.KeepAccount, Recent: true, Handle: a.askForData},
		{Method: door.Get, Path: dossier.PathData + "/:id", Needs: access.KeepAccount, Recent: true, Long: true, Handle: a.sendData},
		{Method: door.Get, Path: dossier.PathDelete, Needs: access.KeepAccount, Handle: a.showDelete},
		{Method: door.Post, Path: dossier.PathDelete, Needs: access.KeepAccount, Recent: true, Handle: a.deleteAccount},
		{Method: door.Get, Path: pathLetters, Needs: access.KeepAccount, Handle: a.showLetters},
		{Method: door.Post, Path: pathLetters, Needs: access.KeepAccount, Handle: a.chooseLetters},
		{Method: door.Get, Path: notify.PathStop + ":token", Needs: access.OpenAccount, Handle: a.showStop},
		{Method: door.Post, Path: notify.PathStop + ":token", Needs: access.OpenAccount, Signed: true, Handle: a.stop},
		{Method: door.Get, Path: pathPlaces, Needs: access.KeepAccount, Handle: a.showPlaces},
		{Method: door.Post, Path: pathPlaces + "/end", Needs: access.KeepAccount, Recent: true, Handle: a.endPlace},
		{Method: door.Post, Path: pathPlaces + "/end-others", Needs: access.KeepAccount, Recent: true, Handle: a.endOtherPlaces},
		{Method: door.Post, Path: door.PathProve, Needs: access.KeepAccount, Body: door.FormBody + door.KeptBody, Handle: a.prove},
		{Method: door.Get, Path: factors.Path, Needs: access.KeepAccount, Handle: a.showSecondStep},
		{Method: door.Post, Path: appPath, Needs: access.KeepAccount, Recent: true, Handle: a.beginApp},
		{Method: door.Get, Path: appPath, Needs: access.KeepAccount, Recent: true, Handle: a.showApp},
		{Method: door.Post, Path: appPath + "/confirm", Needs: access.KeepAccount, Recent: true, Handle: a.confirmApp},
		{Method: door.Post, Path: appPath + "/remove", Needs: access.KeepAccount, Recent: true, Handle: a.removeApp},
		{Method: door.Post, Path: factors.Path + "/passkeys/options", Needs: access.KeepAccount, Recent: true, Handle: a.beginPasskey},
		{Method: door.Post, Path: factors.Path + "/passkeys", Needs: access.KeepAccount, Recent: true, Handle: a.addPasskey},
		{Method: door.Get, Path: factors.Path + "/passkeys/:id", Needs: access.KeepAccount, Handle: a.showPasskey},
		{Method: door.Post, Path: factors.Path + "/passkeys/:id/name", Needs: access.KeepAccount, Handle: a.renamePasskey},
		{Method: door.Post, Path: factors.Path + "/passkeys/:id/remove", Needs: access.KeepAccount, Recent: true, Handle: a.removePasskey},
		{Method: door.Post, Path: factors.Path + "/codes", Needs: access.KeepAccount, Recent: true, Handle: a.renewCodes},
		{Method: door.Post, Path: factors.Path + "/codes.txt", Needs: access.KeepAccount, Handle: a.downloadCodes},
		{Method: door.Post, Path: "/language", Needs: access.BrowseCatalogue, Handle: a.chooseLanguage},
	}
}
