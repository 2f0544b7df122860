// Package web is the front door: the only room that knows HTTP. It joins the areas to one table of routes and serves it.
//
//   - lms/web/door is what every request goes through, and how it is answered;
//   - lms/web/{learn,sit,verify,account,teach,admin} are the areas of those who come through it, lms/web/files sends the files
//     of courses, and lms/web/machine answers programs. An area holds the handlers of its routes and imports no other
//     area; what several show alike is in lms/web/show;
//   - lms/web/views/<area> owns how the pages of an area look, over views/ui and views/parts, and lms/web/assets what
//     browsers load.
//
// It decides nothing that a command line could ask for too: that is lms. Only cmd/vatra imports it.
//
// # Adding a page
//
//  1. A handler in its area, in a file named for its noun: func (a *area) showCourse(v *door.Visit) error. It parses,
//     asks, and renders; what changes something is one call. v is the request (its context: v.Params, v.FormValue, v.UserContext) with v.Actor (who
//     asks) and v.P (their language). It returns errors; one place turns them into pages (door/fail.go).
//  2. A view: views/<area>/course.templ with a type CoursePage that holds ui.Base, drawn inside @ui.Layout(m.Base),
//     beginning with <h1>{ m.Title }</h1>. Then: go tool templ generate.
//  3. A door.Route among the Routes of the area (area.go): method, path, the capability it needs, and Menu when the main
//     menu leads there. Access is decided by that row and nowhere else; the handler only asks whose things are whose.
//  4. Its strings, in all six languages, in lms/i18n/catalogue/<subject>/<language>.toml; each key begins with its subject,
//     such as "staff" for teach and admin.
//  5. Its tests, beside the area, on lms/web/webtest. Those in a browser, and of what spans areas, stand in lms/web.
//
// A page is answered with
//
//	page := views.CoursePage{Base: a.Base(v, title), …}
//	return a.Render(v, views.Course(page))
//
// and page.Description, page.Crumbs and page.Scripts are set where they are wanted. A text that is data, such as the name
// of a course, goes through v.Words or v.Title, which mark it when it is in another language than the page.
//
// A form posts, and the answer to a post that worked is a redirect: a.Flash(v, ui.ToneSuccess, "account.saved") and
// a.Redirect(v, "/account"). One that was refused is shown again as it was typed:
//
//	if err != nil {
//		return a.Again(v, err, func(e ui.Errors) templ.Component {
//			page.Errors = e
//			return views.Register(page)
//		})
//	}
//
// or, where the page shows more than the form and has to be read anew, with a.Reload, whose function may fail: then its
// error is what is told.
//
// In the view, @ui.Form(m.Base, "/action") { … } carries the token without which no post is taken; @ui.Summary stands
// above its fields, @ui.Input, @ui.TextArea, @ui.Select, @ui.Radios and @ui.Checkbox draw them from a ui.Field. A script
// sends the same token, from the form's hidden field, in the header X-Csrf-Token and asks with "Accept: application/json"
// for errors as JSON.
//
// Programs are answered with a.RenderJSON(v, status, value), below /api.
package web
