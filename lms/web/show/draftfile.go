package show

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"vatra/content/blobs"
	"vatra/content/media"
	"vatra/lms/web/door"
)

// draftFilePolicy lets a file of a draft do nothing when it is opened by itself; a drawing may style itself.
const draftFilePolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

// SendDraftFile streams a file of a draft to whoever may see it. Its body goes out after the handler has returned: ctx must not end
// with it.
func SendDraftFile(ctx context.Context, d *door.Door, v *door.Visit, asset media.Asset) error {
	body, err := d.Blobs.Get(ctx, asset.SHA256, 0, blobs.ToEnd)
	if err != nil {
		return err
	}
	v.KeepPrivate()
	v.Set(fiber.HeaderContentType, asset.ServedAs())
	v.Set(fiber.HeaderContentSecurityPolicy, draftFilePolicy)
	if !asset.Image() && !asset.Video() && !asset.Audio() {
		v.Set(fiber.HeaderContentDisposition, "attachment")
	}
	v.Context().SetBodyStream(body, int(asset.Size))
	return nil
}
