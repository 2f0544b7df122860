package verify_test

import (
	"encoding/json"
	"image/png"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/google/uuid"

	"vatra/certificates"
	"vatra/lms/access"
	"vatra/lms/lang"
	"vatra/lms/site"
	"vatra/lms/tracks"
	"vatra/lms/web/webtest"
)

var ogImage = regexp.MustCompile(`<meta property="og:image" content="([^"]+)">`)

// imageOf follows the picture of a link preview, and tells how wide it is.
func imageOf(t *testing.T, s *webtest.Site, page webtest.Answer) int {
	t.Helper()
	found := ogImage.FindStringSubmatch(page.Body)
	if found == nil || !strings.HasPrefix(found[1], s.URL+"/") {
		t.Fatalf("the preview has the picture %q", found)
	}
	answer := s.Guest().Get(strings.TrimPrefix(found[1], s.URL))
	answer.Check(t, http.StatusOK, nil, nil)
	drawn, err := png.Decode(strings.NewReader(answer.Body))
	if err != nil || answer.Header.Get("Content-Type") != "image/png" {
		t.Fatalf("%s is %s, %v", found[1], answer.Header.Get("Content-Type"), err)
	}
	return drawn.Bounds().Dx()
}

func TestACertificateIsSeenAndAfterRevokingNotAsValid(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	award := s.Award(uuid.Must(uuid.NewV7()))
	guest, path := s.Guest(), "/verify/"+award.Code.Printed()
	guest.Get(path).Check(t, http.StatusOK, []string{
		`<meta property="og:title" content="Valid: certificate of Ștefan Țăranu">`, `<meta property="og:url" content="` + s.URL + path + `">`,
		`<meta property="og:locale" content="en_GB">`, `<meta name="twitter:card" content="summary">`,
	}, []string{"og:image", path + "/"}) // its job has not run yet
	s.Pictured(award)
	page := guest.Get(path)
	page.Check(t, http.StatusOK, []string{
		`alt="Picture of the certificate of Ștefan Țăranu: Digital literacy"`, `width="10" height="5"`, `loading="lazy"`,
		`<meta property="og:image:alt" content="Picture of the certificate`, `content="summary_large_image"`,
	}, nil)
	if wide := imageOf(t, s, page); wide != 12 {
		t.Errorf("the preview shows the picture of %d", wide)
	}
	webtest.Must(t, s.Awards.Revoke(t.Context(), s.DB, string(award.Code), uuid.Must(uuid.NewV7()), "Issued by mistake"))
	page = guest.Get(path)
	page.Check(t, http.StatusOK, []string{
		`<meta property="og:title" content="Revoked: certificate of`, `<meta property="og:description" content="Digital literacy. Asociația Comunelor issued this certificate and revoked it on`,
	}, []string{`class="paper"`, "og:image:alt\" content=\"Picture"})
	if wide := imageOf(t, s, page); wide != 13 {
		t.Errorf("the preview of what is revoked shows the picture of %d", wide)
	}
	for _, file := range []string{"/small.png", "/large.png"} {
		guest.Get(path+file).Check(t, http.StatusNotFound, nil, nil)
	}
}

func TestThePreviewOfWhatWasReplacedSaysSo(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	holder := s.Person("ana@example.org", access.RoleLearner)
	old := s.Award(holder.UserID)
	s.Pictured(old)
	webtest.Must(t, s.People.ChangeName(t.Context(), holder, "Ștefania Țăranu"))
	_, err := s.Registrar.Reissue(t.Context(), holder, string(old.Code), "Ștefania Țăranu")
	webtest.Must(t, err)
	page := s.Guest().Get("/verify/" + old.Code.Printed())
	page.Check(t, http.StatusOK, []string{`<meta property="og:title" content="Replaced: certificate of`}, []string{`class="paper"`})
	if wide := imageOf(t, s, page); wide != 14 {
		t.Errorf("the preview shows the picture of %d", wide)
	}
}

func TestPicturesThatAreNotThereAreNotFound(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	award := s.Award(uuid.Must(uuid.NewV7()))
	unknown := webtest.New(t).Award(uuid.Must(uuid.NewV7())).Code.Printed()
	guest, path := s.Guest(), "/verify/"+award.Code.Printed()
	for _, address := range []string{
		path + "/small.png", path + "/revoked.png", path + "/..%2fsmall.png", path + "/x", "/verify/rubbish/small.png",
		"/verify/" + unknown + "/small.png", "/verify/" + unknown + "/qr.svg",
	} {
		guest.Get(address).Check(t, http.StatusNotFound, nil, []string{"Țăranu"})
	}
	drawing := guest.Get(path + "/qr.svg")
	drawing.Check(t, http.StatusOK, []string{"<svg", "<path"}, nil)
	if media := drawing.Header.Get("Content-Type"); media != "image/svg+xml" {
		t.Errorf("the QR code is %s", media)
	}
	s.Pictured(award)
	whole := guest.Get(path + "/small.png")
	whole.Check(t, http.StatusOK, nil, nil)
	guest.Header.Set("If-None-Match", whole.Header.Get("ETag"))
	guest.Get(path+"/small.png").Check(t, http.StatusNotModified, nil, nil)
}

func TestWhoSignedStandsOnThePageAndInTheAnswerForPrograms(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.ReadingCourse())
	settings, err := s.House.Settings(t.Context())
	webtest.Must(t, err)
	settings.Signatory, settings.SignatoryOffices = "Vasile Țepeș", lang.Texts{"ro": "primar", "en": "Mayor", "bg": "кмет"}
	webtest.Must(t, s.House.ChangeSettings(t.Context(), access.Operator(), settings))
	code := s.Certify(s.Person("ana@example.org", access.RoleLearner))
	settings.Signatory, settings.SignatoryOffices = "", nil
	webtest.Must(t, s.House.ChangeSettings(t.Context(), access.Operator(), settings))
	guest := s.Guest()
	guest.Get("/verify/"+code).Check(t, http.StatusOK, []string{"Signed by", "Vasile Țepeș", "<br> Mayor"}, nil)
	var told struct {
		Claims certificates.Record `json:"claims"`
	}
	webtest.Must(t, json.Unmarshal([]byte(guest.Get("/api/v1/certificates/"+code).Body), &told))
	if by := told.Claims.Signatory; by == nil || by.Name != "Vasile Țepeș" || by.Offices["bg"] != "кмет" {
		t.Errorf("programs are told of %+v", by)
	}
	// Somebody else signs for the track, also for who was enrolled before; the house signs no more.
	settings.Signatory = "Vasile Țepeș"
	webtest.Must(t, s.House.ChangeSettings(t.Context(), access.Operator(), settings))
	ion := s.Person("ion@example.org", access.RoleLearner)
	_, err = s.Enrolment.Enrol(t.Context(), ion, "digital-literacy")
	webtest.Must(t, err)
	track, err := s.Tracks.Track(t.Context(), "digital-literacy")
	webtest.Must(t, err)
	_, err = s.Tracks.Change(t.Context(), access.Operator(), track.Code, tracks.Change{
		CourseCodes: track.CourseCodes, Rules: track.Rules,
		Signatory: site.Signatory{Name: " Maria Pop ", Offices: lang.Texts{"en": "Dean", "ro": " "}},
	})
	webtest.Must(t, err)
	guest.Get("/verify/"+s.Certify(ion)).Check(t, http.StatusOK, []string{"Signed by", "Maria Pop", "<br> Dean"}, []string{"Vasile"})
	guest.Get("/verify/"+code).Check(t, http.StatusOK, []string{"Vasile Țepeș", "<br> Mayor"}, []string{"Maria Pop"})
	s.Guest().Get("/verify/"+s.Award(uuid.Must(uuid.NewV7())).Code.Printed()).Check(t, http.StatusOK, nil, []string{"Signed by"})
}
