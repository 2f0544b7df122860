// Package verify is the area of whoever checks a certificate or a receipt, without an account.
package verify

import (
	"vatra/lms/access"
	"vatra/lms/limits"
	"vatra/lms/web/door"
)

type area struct{ *door.Door }

// Routes are those of this area. They need no account.
func Routes(d *door.Door) []door.Route {
	a := &area{d}
	return []door.Route{
		{Method: door.Get, Path: "/receipts", Needs: access.VerifyCertificates, Handle: a.showReceipts},
		{Method: door.Post, Path: "/receipts", Needs: access.VerifyCertificates, Limit: limits.ReceiptAddress, Handle: a.checkReceipts},
		{Method: door.Get, Path: "/verify", Needs: access.VerifyCertificates, Menu: "nav.verify", Tongues: true, Handle: a.showVerify},
		{Method: door.Get, Path: "/verify/list", Needs: access.VerifyCertificates, Handle: a.showList},
		{Method: door.Post, Path: "/verify/list", Needs: access.VerifyCertificates, Limit: limits.VerifyList, Handle: a.checkList},
		{
			Method: door.Get, Path: "/verify/:code", Needs: access.VerifyCertificates, Tongues: true, Limit: limits.VerifyAddress,
			Handle: a.showVerdict,
		},
		{
			Method: door.Get, Path: "/verify/:code/:picture", Needs: access.VerifyCertificates, Anonymous: true,
			Limit: limits.PictureAddress, Handle: a.sendPicture,
		},
		{
			Method: door.Get, Path: "/api/v1/certificates/:code", Needs: access.VerifyCertificates, Anonymous: true, Shared: true,
			Limit: limits.VerifyAddress, Handle: a.sendCertificate,
		},
	}
}
