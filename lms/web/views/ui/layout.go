package ui

import (
	"context"
	"io"
	"strings"

	"github.com/a-h/templ"

	"vatra/lms/web/views/fixed"
)

// The holes of the shell, which each page fills in.
const (
	aboutHole   = "about"
	contentHole = "content"
	tokenHole   = "csrf"
	pathHole    = "path"
	loginHole   = "login"
	nameHole    = "name"
)

// shellKey is all that the shell depends on.
type shellKey struct {
	lang, site, section, role, scripts, style string
	within                                    bool
}

// Layout is the frame of every page. The content, its children, begins with the page's only h1. The shell around it is
// the same on many pages for many readers, and is drawn once.
func Layout(b Base) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		key := shellKey{b.Lang(), b.Site, b.Section, b.Viewer.Role, strings.Join(b.Scripts, " "), b.Style, b.Within}
		children := templ.GetChildren(ctx)
		return b.Keep(key, func(common Base) templ.Component {
			common.Site, common.Section, common.Within, common.Scripts = b.Site, b.Section, b.Within, b.Scripts
			common.Style = b.Style
			return shell(common, b.Menu())
		}, func(hole string) templ.Component {
			if hole == aboutHole {
				return facts(b)
			}
			return withChildren(content(b), children)
		}).Render(templ.ClearChildren(ctx), w)
	})
}

// Keep is what draw gives, drawn once for all readers whose key is the same. The key holds all that it depends on, and
// at least the page's language; the Base that draw is given says nothing of a reader but whether they are logged in. fill
// draws what goes into its holes (fixed.Hole), anew for each reader; tokens, names and the way to this page fill themselves in.
func (b Base) Keep(
	key any, draw func(common Base) templ.Component, fill func(hole string) templ.Component,
) templ.Component {
	common := func() templ.Component {
		return draw(Base{
			Printer: b.Printer, Assets: b.Assets, Fixed: b.Fixed,
			Viewer: Viewer{LoggedIn: b.Viewer.LoggedIn, Name: fixed.Hole(nameHole)},
			CSRF:   fixed.Hole(tokenHole), Path: fixed.Hole(pathHole),
		})
	}
	return b.Fixed.Frame(key, common, func(hole string) templ.Component {
		switch hole {
		case tokenHole:
			return escaped(b.CSRF)
		case pathHole:
			return escaped(b.Path)
		case loginHole:
			return escaped(b.Login())
		case nameHole:
			return escaped(b.Viewer.Name)
		}
		return fill(hole)
	})
}

func withChildren(component, children templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return component.Render(templ.WithChildren(ctx, children), w)
	})
}

// escaped is a text, or the value of an attribute.
func escaped(text string) templ.Component { return templ.Raw(templ.EscapeString(text)) }

// refusal is where the drawing of a page knows that it answers a form that was refused.
type refusal struct{}

// Refused draws pages as answers to a form that was refused: their title says so first, since it is read first.
func Refused(ctx context.Context) context.Context { return context.WithValue(ctx, refusal{}, true) }

func refused(ctx context.Context) bool { return ctx.Value(refusal{}) != nil }
