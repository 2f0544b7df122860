// Package web is the front door: the only room that knows HTTP. It owns the table of routes, what every request goes
// through, and the handlers; how pages look is in lms/web/views, what browsers load in lms/web/assets. It decides
// nothing that a command line could ask for too: that is lms. Only cmd/vatra imports it.
//
// # Adding a page
//
//  1. A handler, in a file named for its noun: func (s *Server) showCourse(v *visit) error. It parses, makes one call,
//     and renders. v is the request (its context: v.Params, v.FormValue, v.UserContext) with v.Actor (who asks) and
//     v.P (their language). It returns errors; one place turns them into pages (fail.go).
//  2. A view: views/course.templ with a type CoursePage that holds views.Base, drawn inside @Layout(m.Base), beginning
//     with <h1>{ m.Title }</h1>. Then: go tool templ generate.
//  3. A row in table (routes.go): method, path, the capability it needs, and Menu when the main menu leads there. Access
//     is decided by that row and nowhere else; the handler only asks whose things are whose.
//  4. Its strings, in all six languages, in lms/i18n/catalogue/<area>/<language>.toml.
//
// A page is answered with
//
//	page := views.CoursePage{Base: s.base(v, title), …}
//	return s.render(v, views.Course(page))
//
// and page.Description, page.Crumbs and page.Scripts are set where they are wanted. A text that is data, such as the name
// of a course, goes through v.words or v.title, which mark it when it is in another language than the page.
//
// A form posts, and the answer to a post that worked is a redirect: s.flash(v, views.ToneSuccess, "course.saved") and
// s.redirect(v, "/courses/x"). One that was refused is shown again as it was typed:
//
//	if err != nil {
//		return s.again(v, err, func(e views.Errors) templ.Component {
//			page.Errors = e
//			return views.Register(page)
//		})
//	}
//
// In the view, @Form(m.Base, "/action") { … } carries the token without which no post is taken; @Summary stands above
// its fields, @Input, @TextArea, @Select, @Radios and @Checkbox draw them from a Field. A script sends the same token,
// from the form's hidden field, in the header X-Csrf-Token and asks with "Accept: application/json" for errors as JSON.
//
// Programs are answered with s.renderJSON(v, status, value), below /api.
package web
