package machine

import (
	"encoding/json"
	"fmt"

	"github.com/gofiber/fiber/v2"

	"vatra/lms/web/assets"
	"vatra/lms/web/door"
)

// webManifest is how the site stands on a home screen (https://www.w3.org/TR/appmanifest/).
type webManifest struct {
	ID          string        `json:"id"`
	Name        string        `json:"name"`
	ShortName   string        `json:"short_name"`
	Description string        `json:"description"`
	Lang        string        `json:"lang"`
	StartURL    string        `json:"start_url"`
	Scope       string        `json:"scope"`
	Display     string        `json:"display"`
	Theme       string        `json:"theme_color"`
	Background  string        `json:"background_color"`
	Icons       []webIconFile `json:"icons"`
}

type webIconFile struct {
	Src     string `json:"src"`
	Sizes   string `json:"sizes"`
	Type    string `json:"type"`
	Purpose string `json:"purpose"`
}

// sendManifest is in the language of its address: browsers ask for it without cookies. A site that is opened from a home
// screen keeps the way back and the address in sight, since it has neither of its own.
func (a *area) sendManifest(v *door.Visit) error {
	name := "Vatra"
	if settings, err := a.House.Settings(v.UserContext()); err == nil {
		name = settings.SiteName
	}
	manifest := webManifest{
		ID: "/", Name: name, ShortName: name, Description: v.P.T("shell.description"), Lang: v.P.Lang(), StartURL: "/", Scope: "/",
		Display: "minimal-ui", Theme: assets.BarLight, Background: assets.PaperLight,
		Icons: []webIconFile{{a.Assets.URL("icon.svg"), "any", "image/svg+xml", "any"}},
	}
	for _, size := range assets.IconSizes {
		for _, purpose := range []string{"any", "maskable"} {
			icon := webIconFile{a.Assets.URL(assets.IconName(size)), fmt.Sprintf("%dx%d", size, size), "image/png", purpose}
			manifest.Icons = append(manifest.Icons, icon)
		}
	}
	text, err := json.Marshal(manifest)
	if err != nil {
		return err
	}
	v.Set(fiber.HeaderCacheControl, "public, max-age=3600")
	v.Set(fiber.HeaderContentLanguage, v.P.Lang())
	// Where the address has no language.
	v.Append(fiber.HeaderVary, fiber.HeaderAcceptLanguage)
	return a.SendPacked(v, "application/manifest+json", text)
}
