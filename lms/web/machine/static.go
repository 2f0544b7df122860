package machine

import (
	"github.com/gofiber/fiber/v2"

	"vatra/lms/fault"
	"vatra/lms/web/door"
	"vatra/lms/web/packing"
)

// sendStatic sends an asset of the interface. Its address holds its hash, so a browser never asks for it twice.
func (a *area) sendStatic(v *door.Visit) error {
	file, found := a.Assets.File(v.Params("hash"), v.Params("name"))
	if !found {
		return fault.New(fault.NotFound, "error.not_found")
	}
	tag := `"` + file.Hash + `"`
	v.Set(fiber.HeaderETag, tag)
	v.Set(fiber.HeaderCacheControl, "public, max-age="+door.OneYear+", immutable")
	v.Set(fiber.HeaderContentType, file.MediaType)
	v.Append(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	forDocumentsOnly(v, file.MediaType)
	if v.Get(fiber.HeaderIfNoneMatch) == tag {
		return v.SendStatus(fiber.StatusNotModified)
	}
	switch accepted := v.Get(fiber.HeaderAcceptEncoding); {
	case packing.Accepts(accepted, "br"):
		v.Set(fiber.HeaderContentEncoding, "br")
		return v.Send(file.Brotli)
	case packing.Accepts(accepted, "gzip"):
		v.Set(fiber.HeaderContentEncoding, "gzip")
		return v.Send(file.Gzip)
	}
	return v.Send(file.Plain)
}

// drawing is the one kind of asset that a browser shows as a document when it is opened by itself. Its policy lets nothing run.
const drawing = "image/svg+xml"

// forDocumentsOnly takes back what only a document heeds: together these weigh as much as a small asset. What no browser makes a
// document of (see X-Content-Type-Options) has no use for them, and a drawing for none but its policy.
func forDocumentsOnly(v *door.Visit, mediaType string) {
	for _, name := range []string{
		fiber.HeaderXFrameOptions, fiber.HeaderReferrerPolicy, "Cross-Origin-Opener-Policy", "Permissions-Policy",
	} {
		v.Response().Header.Del(name)
	}
	if mediaType != drawing {
		v.Response().Header.Del(fiber.HeaderContentSecurityPolicy)
	}
}
