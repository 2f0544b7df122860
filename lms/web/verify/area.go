package verify

import (
	"vatra/lms/access"
	"vatra/lms/limits"
	"vatra/lms/web/door"
)

// area is for whoever holds a certificate in their hand.
type area struct{ *door.Door }

// Routes are for whoever holds a certificate in their hand.
func Routes(d *door.Door) []door.Route {
	a := &area{d}
	return []door.Route{
		{Method: door.Get, Path: "/receipts", Needs: access.VerifyCertificates, Handle: a.showReceipt},
		{Method: door.Get, Path: "/verify", Needs: access.VerifyCertificates, Menu: "nav.verify", Handle: a.showVerify},
		{
			Method: door.Get, Path: "/verify/:code", Needs: access.VerifyCertificates, Limit: limits.VerifyAddress,
			Handle: a.showVerdict,
		},
		{
			Method: door.Get, Path: "/api/v1/certificates/:code", Needs: access.VerifyCertificates, Anonymous: true, Shared: true,
			Limit: limits.VerifyAddress, Handle: a.sendCertificate,
		},
	}
}
