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
)

// shellKey is all that the shell depends on.
type shellKey struct {
	lang, site, section, role, scripts string
}

// Layout is the frame of every page. The content, its children, begins with the page's only h1. The shell around it is
// the same on many pages for many readers, and is drawn once.
func Layout(b Base) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		key := shellKey{b.Lang(), b.Site, b.Section, b.Viewer.Role, strings.Join(b.Scripts, " ")}
		children := templ.GetChildren(ctx)
		return b.Fixed.Frame(key, b.drawShell, func(hole string) templ.Component {
			switch hole {
			case aboutHole:
				return about(b)
			case tokenHole:
				return escaped(b.CSRF)
			case pathHole:
				return escaped(b.Path)
			case loginHole:
				return escaped(b.Return("/login"))
			}
			return withChildren(content(b), children)
		}).Render(templ.ClearChildren(ctx), w)
	})
}

// drawShell draws nothing of the page itself.
func (b Base) drawShell() templ.Component {
	return shell(Base{
		Printer: b.Printer, Assets: b.Assets, Site: b.Site, Section: b.Section, Viewer: Viewer{LoggedIn: b.Viewer.LoggedIn},
		Menu: b.Menu, Staff: b.Staff, Scripts: b.Scripts, CSRF: fixed.Hole(tokenHole), Path: fixed.Hole(pathHole),
	})
}

func withChildren(component, children templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return component.Render(templ.WithChildren(ctx, children), w)
	})
}

// escaped is a text, or the value of an attribute.
func escaped(text string) templ.Component { return templ.Raw(templ.EscapeString(text)) }
