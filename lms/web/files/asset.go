package files

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"vatra/content/blobs"
	"vatra/content/media"
	"vatra/lms/web/door"
	"vatra/lms/web/packing"
	"vatra/lms/web/paths"
)

// What a file of a course may do when it is opened by itself: nothing. A drawing may style itself.
const (
	drawingPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
	mediaPolicy   = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; media-src 'self'"
	filePolicy    = "default-src 'none'; sandbox"
)

// sendAsset streams a file of a course in constant memory. Its address holds its hash, so what it answers never changes
// and browsers ask once.
func (a *area) sendAsset(v *door.Visit) error {
	asset, err := a.Courses.Asset(v.UserContext(), v.Params("sha256"))
	if err != nil {
		return err
	}
	tag := `"` + asset.SHA256 + `"`
	v.Set(fiber.HeaderETag, tag)
	v.Set(fiber.HeaderCacheControl, "public, max-age="+door.OneYear+", immutable")
	if packing.Matches(v.Get(fiber.HeaderIfNoneMatch), tag) {
		v.Status(fiber.StatusNotModified)
		return nil
	}
	v.Set(fiber.HeaderAcceptRanges, "bytes")
	asked := v.Get(fiber.HeaderRange)
	if condition := v.Get(fiber.HeaderIfRange); condition != "" && condition != tag {
		asked = ""
	}
	part, satisfiable := parseRange(asked, asset.Size)
	switch {
	case !satisfiable:
		v.Set(fiber.HeaderContentRange, "bytes */"+strconv.FormatInt(asset.Size, 10))
		v.Response().Header.Del(fiber.HeaderCacheControl)
		v.Status(fiber.StatusRequestedRangeNotSatisfiable)
		return nil
	case part.of:
		v.Status(fiber.StatusPartialContent)
		v.Set(fiber.HeaderContentRange, fmt.Sprintf("bytes %d-%d/%d", part.from, part.from+part.length-1, asset.Size))
	}
	return a.stream(v, asset, part)
}

func (a *area) stream(v *door.Visit, asset media.Asset, part span) error {
	if v.Method() == fiber.MethodHead || part.length == 0 {
		describe(v, asset)
		v.Response().SkipBody = true
		v.Response().Header.SetContentLength(int(part.length))
		return nil
	}
	length := part.length
	if part.from+length == asset.Size {
		length = blobs.ToEnd // lets a store hand out the file itself
	}
	// The body goes out after this handler has returned.
	body, err := a.Blobs.Get(context.WithoutCancel(v.UserContext()), asset.SHA256, part.from, length)
	if err != nil {
		takeBack(v)
	}
	if blobs.Away(err) {
		return err
	}
	if err != nil {
		// Not the visitor's mistake, whatever else the store calls it.
		return fmt.Errorf("the asset %s is on record and cannot be read: %v", asset.SHA256, err) //nolint:errorlint // on purpose
	}
	if part.length == asset.Size && asset.Size <= checkedSize {
		return sendChecked(v, asset, body)
	}
	describe(v, asset)
	v.Context().SetBodyStream(body, int(part.length))
	return nil
}

// checkedSize is up to how many bytes a file is looked at before it is sent: a browser keeps for a year what it is given.
// Larger ones are only looked at by vatra fsck --hash.
const checkedSize = 128 << 10

// sendChecked sends a small file whole, unless it was damaged where it lies.
func sendChecked(v *door.Visit, asset media.Asset, body io.ReadCloser) error {
	defer body.Close()
	file, err := io.ReadAll(io.LimitReader(body, checkedSize+1))
	if sum := sha256.Sum256(file); err == nil && hex.EncodeToString(sum[:]) != asset.SHA256 {
		err = errors.New("it is damaged: see vatra fsck --hash")
	}
	if err != nil {
		takeBack(v)
		return fmt.Errorf("the asset %s is on record and cannot be read: %w", asset.SHA256, err)
	}
	describe(v, asset)
	return v.Send(file)
}

// describe says what the file is, and keeps it from doing anything.
func describe(v *door.Visit, asset media.Asset) {
	mediaType := asset.ServedAs()
	if strings.HasPrefix(mediaType, "text/") && !strings.Contains(mediaType, ";") {
		mediaType += "; charset=utf-8"
	}
	v.Set(fiber.HeaderContentType, mediaType)
	switch {
	case asset.MediaType == "image/svg+xml":
		v.Set(fiber.HeaderContentSecurityPolicy, drawingPolicy)
	case asset.Image() || asset.Video() || asset.Audio():
		v.Set(fiber.HeaderContentSecurityPolicy, mediaPolicy)
	default:
		v.Set(fiber.HeaderContentSecurityPolicy, filePolicy)
		name := map[string]string{"filename": fileName(v.Params("name"))}
		v.Set(fiber.HeaderContentDisposition, cmp.Or(mime.FormatMediaType("attachment", name), "attachment"))
	}
}

// takeBack removes the headers of a file that cannot be sent: an error page goes out instead.
func takeBack(v *door.Visit) {
	for _, name := range []string{
		fiber.HeaderETag, fiber.HeaderAcceptRanges, fiber.HeaderContentRange, fiber.HeaderCacheControl,
	} {
		v.Response().Header.Del(name)
	}
}

// fileName is the last piece of an asset's address as people see it, without what a file system could misread.
func fileName(piece string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, paths.Text(piece))
}
