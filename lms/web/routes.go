package web

import (
	"slices"

	"vatra/lms/web/account"
	"vatra/lms/web/admin"
	"vatra/lms/web/door"
	"vatra/lms/web/files"
	"vatra/lms/web/learn"
	"vatra/lms/web/machine"
	"vatra/lms/web/review"
	"vatra/lms/web/show"
	"vatra/lms/web/sit"
	"vatra/lms/web/studio"
	"vatra/lms/web/teach"
	"vatra/lms/web/verify"
)

// table is the one list of what can be asked for. What is not in it does not exist, and its order is that of the main
// menu. A page's own code decides nothing about access beyond whose things are whose.
func table(d *door.Door) []door.Route {
	phrases := show.NewPhrases() // one for all areas that show questions
	return slices.Concat(learn.Routes(d, phrases), sit.Routes(d, phrases), verify.Routes(d), teach.Routes(d), studio.Routes(d, phrases), review.Routes(d, phrases), admin.Routes(d),
		account.Routes(d), files.Routes(d), machine.Routes(d))
}
