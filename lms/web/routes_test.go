package web_test

import (
	"fmt"
	"strings"
	"testing"

	"vatra/lms/web/webtest"
)

// routes is the whole table once more: method, path, capability, its scope, the limit by network address, whether the password is
// asked for again, and whether a post is taken that no page of ours has sent.
const routes = `
GET / browse_catalogue site -
GET /tracks browse_catalogue site -
GET /tracks/:code browse_catalogue site -
POST /tracks/:code/enrol learn own -
POST /tracks/:code/wish learn own -
POST /tracks/:code/wish/withdraw learn own -
GET /courses browse_catalogue site -
GET /courses/:code browse_catalogue site -
GET /courses/:code/credits browse_catalogue site -
GET /courses/:code/lessons/:key browse_catalogue site -
POST /courses/:code/lessons/:key/complete learn own -
POST /courses/:code/lessons/:key/check learn own -
GET /competences browse_catalogue site -
GET /pages/:key browse_catalogue site -
GET /learning learn own -
GET /tracks/:code/leave learn own -
POST /tracks/:code/leave learn own -
GET /certificates learn own -
GET /certificates/:code/pdf learn own -
POST /certificates/:code/reissue learn own -
GET /courses/:code/lessons/:key/ask learn own -
POST /courses/:code/lessons/:key/ask learn own -
GET /questions learn own -
POST /courses/:code/lessons/:key/start learn own -
GET /attempts/:id learn own -
GET /attempts/:id/answers learn own -
POST /attempts/:id/answers learn own -
GET /attempts/:id/time learn own -
GET /attempts/:id/submit learn own -
POST /attempts/:id/submit learn own -
GET /attempts/:id/result learn own -
GET /attempts/:id/receipts learn own -
GET /receipts verify_certificates site -
POST /receipts verify_certificates site receipt.address
GET /verify verify_certificates site -
GET /verify/list verify_certificates site -
POST /verify/list verify_certificates site verify.list
GET /verify/:code verify_certificates site verify.address
GET /verify/:code/:picture verify_certificates site verify.picture
GET /api/v1/certificates/:code verify_certificates site verify.address
GET /desk follow_learners course -
GET /teach follow_learners course -
GET /teach/courses/:code follow_learners course -
GET /teach/courses/:code/learners.csv follow_learners course - recent
GET /teach/questions follow_learners course -
GET /teach/questions/:id follow_learners course -
POST /teach/questions/:id follow_learners course -
GET /studio/glossary begin_courses site -
POST /studio/glossary begin_courses site -
POST /studio/glossary/remove begin_courses site -
GET /studio/:draft/translations translate_courses translation -
POST /studio/:draft/translations translate_courses translation -
GET /studio/:draft/translations/file translate_courses translation -
GET /studio/:draft/pieces/:piece/picture write_courses draft -
POST /studio/:draft/pieces/:piece/picture write_courses draft -
GET /studio/:draft/pieces/:piece/paste write_courses draft -
POST /studio/:draft/pieces/:piece/paste write_courses draft -
GET /studio/:draft/files/:sha256/:name translate_courses translation -
GET /studio/:draft/versions write_courses draft -
POST /studio/:draft/versions write_courses draft -
GET /studio/:draft/versions/compare write_courses draft -
GET /studio/:draft/versions/move write_courses draft -
POST /studio/:draft/versions/move write_courses draft -
GET /studio begin_courses site -
POST /studio begin_courses site -
POST /studio/adopt begin_courses site -
GET /studio/:draft write_courses draft -
GET /studio/:draft/lessons/:piece write_courses draft -
GET /studio/:draft/lessons/:piece/preview translate_courses translation -
GET /studio/:draft/lessons/:piece/here write_courses draft -
GET /studio/:draft/pieces/:piece/shown write_courses draft -
GET /studio/:draft/questions/:piece translate_courses translation -
POST /studio/:draft/questions/:piece translate_courses translation -
GET /studio/:draft/pieces/:piece/history translate_courses translation -
POST /studio/:draft/pieces/:piece translate_courses translation -
GET /studio/:draft/reviews write_courses draft -
POST /studio/:draft/reviews write_courses draft -
GET /studio/:draft/publish write_courses draft -
POST /studio/:draft/publish write_courses draft -
GET /review/:token review_drafts site -
GET /review/:token/lessons/:piece review_drafts site -
POST /review/:token/lessons/:piece review_drafts site -
GET /review/:token/files/:sha256/:name review_drafts site -
GET /admin/people manage_people site -
GET /admin/people/invitations manage_people site -
POST /admin/people/invitations manage_people site - recent
POST /admin/people/invitations/withdraw manage_people site - recent
GET /admin/people/:id manage_people site -
POST /admin/people/:id/role manage_people site - recent
POST /admin/people/:id/disable manage_people site - recent
POST /admin/people/:id/enable manage_people site - recent
POST /admin/people/:id/confirmation manage_people site -
POST /admin/people/:id/second-step/reset manage_people site - recent
POST /admin/people/:id/enrol enrol_others site -
POST /admin/people/:id/courses manage_people site - recent
POST /admin/people/:id/courses/withdraw manage_people site - recent
GET /admin/tracks manage_tracks site -
GET /admin/tracks/new manage_tracks site -
POST /admin/tracks/new manage_tracks site -
GET /admin/tracks/:code manage_tracks site -
POST /admin/tracks/:code manage_tracks site -
GET /admin/tracks/:code/enrol enrol_others site -
POST /admin/tracks/:code/enrol enrol_others site -
POST /admin/tracks/:code/roster enrol_others site -
GET /admin/imports import_courses site -
POST /admin/imports import_courses site -
GET /admin/imports/:id import_courses site -
POST /admin/imports/:id/again import_courses site -
GET /admin/certificates revoke_certificates site -
GET /admin/certificates/:code revoke_certificates site -
POST /admin/certificates/:code/revoke revoke_certificates site - recent
POST /admin/certificates/:code/reinstate revoke_certificates site - recent
POST /admin/certificates/:code/name/consent revoke_certificates site - recent
POST /admin/certificates/:code/name/refuse revoke_certificates site - recent
GET /admin/security manage_people site -
GET /admin/pages manage_house site -
GET /admin/pages/:key/:locale manage_house site -
POST /admin/pages/:key/:locale manage_house site -
GET /admin/settings manage_house site -
POST /admin/settings manage_house site - recent
GET /register open_account site -
POST /register open_account site -
GET /register/sent open_account site -
GET /confirm/:token open_account site -
POST /confirm/:token open_account site -
GET /invitation/:token open_account site -
POST /invitation/:token open_account site -
GET /login open_account site -
POST /login open_account site -
GET /login/second-step open_account site -
POST /login/second-step open_account site -
POST /login/second-step/recovery open_account site -
POST /login/passkey/options open_account site login.passkey
POST /login/passkey open_account site -
POST /logout open_account site -
GET /reset open_account site -
POST /reset open_account site -
GET /reset/sent open_account site -
GET /reset/:token open_account site -
POST /reset/:token open_account site -
GET /account keep_account own -
POST /account/name keep_account own -
POST /account/password keep_account own -
GET /account/address keep_account own -
POST /account/address keep_account own - recent
GET /address/:token open_account site -
POST /address/:token open_account site -
GET /undo/:token open_account site -
POST /undo/:token open_account site -
GET /account/data keep_account own -
POST /account/data keep_account own - recent
GET /account/data/:id keep_account own - recent
GET /account/delete keep_account own -
POST /account/delete keep_account own - recent
GET /account/letters keep_account own -
POST /account/letters keep_account own -
GET /letters/stop/:token open_account site -
POST /letters/stop/:token open_account site - signed
GET /account/places keep_account own -
POST /account/places/end keep_account own - recent
POST /account/places/end-others keep_account own - recent
POST /account/prove keep_account own -
GET /account/second-step keep_account own -
POST /account/second-step/app keep_account own - recent
GET /account/second-step/app keep_account own - recent
POST /account/second-step/app/confirm keep_account own - recent
POST /account/second-step/app/remove keep_account own - recent
POST /account/second-step/passkeys/options keep_account own - recent
POST /account/second-step/passkeys keep_account own - recent
GET /account/second-step/passkeys/:id keep_account own -
POST /account/second-step/passkeys/:id/name keep_account own -
POST /account/second-step/passkeys/:id/remove keep_account own - recent
POST /account/second-step/codes keep_account own - recent
POST /account/second-step/codes.txt keep_account own -
POST /language browse_catalogue site -
GET /assets/:sha256/:name browse_catalogue site -
GET /static/:hash/:name browse_catalogue site -
GET /manifest.webmanifest browse_catalogue site -
GET /robots.txt browse_catalogue site -
GET /sitemap.xml browse_catalogue site -
GET /healthz browse_catalogue site -
GET /readyz browse_catalogue site -
GET /metrics browse_catalogue site -
`

func TestTableOfRoutes(t *testing.T) {
	t.Parallel()
	var table strings.Builder
	table.WriteByte('\n')
	for _, r := range webtest.New(t).Server.Table {
		limit := string(r.Limit)
		if limit == "" {
			limit = "-"
		}
		row := []any{r.Method, r.Path, r.Needs, r.Needs.Scope(), limit}
		if r.Recent {
			row = append(row, "recent")
		}
		if r.Signed {
			row = append(row, "signed")
		}
		fmt.Fprintln(&table, row...)
	}
	if table.String() != routes {
		t.Errorf("the table is another than what is pinned here:%s", table.String())
	}
}
