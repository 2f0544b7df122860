//go:build pictures

package serve_test

import (
	"bytes"
	"cmp"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	scale "golang.org/x/image/draw"

	"vatra/cmd/vatra/serve"
	"vatra/lms/access"
	"vatra/lms/browsertest"
)

const (
	readmePictures = "../../../.pictures"
	pictureWidth   = 640      // pixels
	mostPicture    = 40 << 10 // bytes: they are in the repository
)

// TestPictures takes the pictures that the README shows, of the site with its demonstration: what a learner comes back to, a
// lesson, and the paper.
func TestPictures(t *testing.T) {
	shots := t.TempDir()
	t.Setenv("VATRA_SCREENSHOTS", shots)
	s := run(t, serve.Config{Data: folder(t), Demo: true})
	login := s.Demo.Logins[slices.IndexFunc(s.Demo.Logins, func(l serve.DemoLogin) bool { return l.Role == access.RoleLearner })]
	one := &learner{
		visitor: s.visitor(t, browsertest.Options{Width: 1120, Height: 760, Language: "ro"}), email: login.Email, code: starterCourse,
	}
	if _, err := s.Enrolment.Enrol(t.Context(), access.Actor{UserID: one.id(), Role: access.RoleLearner}, starterTrack); err != nil {
		t.Fatal(err)
	}
	lessons := one.course().Version.Lessons()
	one.completeBeside(lessons[:3])
	one.Open(s.BaseURL + "/login")
	one.Fill(one.say("account.email"), login.Email)
	one.Fill(one.say("account.password"), login.Password)
	one.click("login.button")
	one.see("learning.continue")
	one.Open(s.BaseURL + "/courses/" + starterCourse + "/lessons/" + lessons[3].Key)
	one.Screenshot("lesson")
	one.Open(s.BaseURL + "/learning")
	one.Screenshot("learner")
	for _, name := range []string{"learner", "lesson"} {
		found, err := filepath.Glob(filepath.Join(shots, "*", name+"-1120.png"))
		if err != nil || len(found) != 1 {
			t.Fatalf("%s: %v, %v", name, found, err)
		}
		keepPicture(t, name, found[0], 760)
	}
	page := filepath.Join(t.TempDir(), "paper")
	draw := exec.CommandContext(t.Context(), "pdftoppm", "-png", "-singlefile", "-r", "110", s.Demo.SamplePath, page)
	if out, err := draw.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	keepPicture(t, "paper", page+".png", 0)
}

// keepPicture writes the picture as it is shown: no higher than that, 0 being as high as it is, and as small as can be.
func keepPicture(t *testing.T, name, from string, height int) {
	t.Helper()
	file, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	full, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	seen := full.Bounds()
	if height > 0 {
		seen.Max.Y = min(seen.Max.Y, height)
	}
	small := image.NewRGBA(image.Rect(0, 0, pictureWidth, seen.Dy()*pictureWidth/seen.Dx()))
	scale.CatmullRom.Scale(small, small.Bounds(), full, seen, draw.Src, nil)
	var out bytes.Buffer
	for colours := 96; colours >= 12; colours -= 12 {
		out.Reset()
		if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, inFewColours(small, colours)); err != nil {
			t.Fatal(err)
		}
		if out.Len() <= mostPicture {
			t.Logf("%s: %d bytes, %d colours", name, out.Len(), colours)
			if err := os.WriteFile(filepath.Join(readmePictures, name+".png"), out.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
			return
		}
	}
	t.Errorf("%s has %d bytes", name, out.Len())
}

// inFewColours is the picture in the colours that it has most of, one of those that are almost alike.
func inFewColours(from *image.RGBA, most int) *image.Paletted {
	count, seen := map[color.RGBA]int{}, map[color.RGBA]bool{}
	for y := range from.Rect.Dy() {
		for x := range from.Rect.Dx() {
			count[from.RGBAAt(x, y)]++
		}
	}
	common := slices.SortedFunc(maps.Keys(count), func(a, b color.RGBA) int { return cmp.Compare(count[b], count[a]) })
	palette := color.Palette{}
	for _, c := range common {
		near := color.RGBA{c.R &^ 7, c.G &^ 7, c.B &^ 7, 255}
		if len(palette) < most && !seen[near] {
			seen[near] = true
			palette = append(palette, c)
		}
	}
	to := image.NewPaletted(from.Bounds(), palette)
	draw.Draw(to, to.Bounds(), from, image.Point{}, draw.Src)
	return to
}
