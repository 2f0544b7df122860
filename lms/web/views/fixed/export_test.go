package fixed

import "github.com/a-h/templ"

// Draw is Frame for a part without holes.
func (p *Parts) Draw(key any, draw func() templ.Component) templ.Component {
	return p.Frame(key, draw, nil)
}
