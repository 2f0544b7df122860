// Package media owns what is known of files by their content: their type, how they may be shown, the size of pictures,
// smaller copies of them, and drawings made harmless. It stores nothing and imports nothing of Vatra but the leaves.
package media

import (
	"fmt"
	"maps"
	"path"
	"strings"

	"github.com/gabriel-vasile/mimetype"

	"vatra/lms/fault"
)

// Asset is a stored file. Size is in bytes. Width and Height are those of an image as it is shown, 0 for other files and
// for images that tell none. Variants are its smaller copies, the narrowest first. Warnings is set by PutAsset only.
type Asset struct {
	SHA256    string
	MediaType string
	Size      int64
	Width     int
	Height    int
	Variants  []Variant
	Warnings  []fault.Warning
}

// Variant is a smaller copy of an image, an asset of its own. Width is in pixels.
type Variant struct {
	Width     int    `json:"width"`
	SHA256    string `json:"sha256"`
	MediaType string `json:"media_type"`
}

// Image reports whether browsers show the asset as a picture.
func (a Asset) Image() bool { return strings.HasPrefix(a.MediaType, "image/") && a.Inline() }

// Video reports whether browsers play the asset as video.
func (a Asset) Video() bool { return strings.HasPrefix(a.MediaType, "video/") && a.Inline() }

// Audio reports whether browsers play the asset as sound.
func (a Asset) Audio() bool { return strings.HasPrefix(a.MediaType, "audio/") && a.Inline() }

// inline lists what a browser may open under the site's address. Everything else, HTML above all, is only downloaded.
var inline = map[string]bool{
	"image/png": true, "image/jpeg": true, "image/gif": true, "image/webp": true, "image/avif": true, "image/svg+xml": true,
	"video/mp4": true, "video/webm": true, "video/ogg": true,
	"audio/mpeg": true, "audio/ogg": true, "audio/wav": true, "audio/mp4": true, "audio/aac": true, "audio/flac": true, "audio/webm": true,
	"application/pdf": true, "text/plain": true, "text/vtt": true,
}

// Inline reports whether a browser may open the asset in place; when not, it must be sent as an attachment.
func (a Asset) Inline() bool {
	mediaType, _, _ := strings.Cut(a.MediaType, ";")
	return inline[mediaType]
}

// Unknown is the type of what nobody may open in place.
const Unknown = "application/octet-stream"

// served are the types that a file keeps on its way out: those of Types, and those that a browser may open.
var served = func() map[string]bool {
	types := maps.Clone(inline)
	for _, mediaType := range Types {
		types[mediaType] = true
	}
	return types
}()

// ServedAs is the type under which the asset goes out. What is on no list, such as a script that is called notes.txt, goes
// out as Unknown, so that no program takes it for something to run.
func (a Asset) ServedAs() string {
	if mediaType, _, _ := strings.Cut(a.MediaType, ";"); !served[mediaType] {
		return Unknown
	}
	return a.MediaType
}

// Sniffed is how much of a file tells its type.
const Sniffed = 8 << 10

// Sniff tells the type of a file by how it begins. A drawing is one only when its first element says so: what is
// called SVG is rewritten, and nothing else may pass for it.
func Sniff(head []byte) string {
	if beginsSVG(head) {
		return SVG
	}
	found := mimetype.Detect(head)
	if found.Is(SVG) {
		return "text/xml"
	}
	for _, known := range []struct{ found, name string }{
		{"video/x-m4v", "video/mp4"}, {"audio/x-m4a", "audio/mp4"}, {"application/ogg", "video/ogg"}, {"image/vnd.mozilla.apng", "image/png"},
	} {
		if found.Is(known.found) {
			return known.name
		}
	}
	return found.String()
}

// VariantName is the file name of a smaller copy: "map.png" of 480 pixels is "map-480.png".
func VariantName(name string, v Variant) string {
	extension := ".jpg"
	if v.MediaType == "image/png" {
		extension = ".png"
	}
	return fmt.Sprintf("%s-%d%s", strings.TrimSuffix(name, path.Ext(name)), v.Width, extension)
}
