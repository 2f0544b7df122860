package admin

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/shopspring/decimal"

	"vatra/assessment"
	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/lang"
	"vatra/lms/learning"
	"vatra/lms/tracks"
	"vatra/lms/web/door"
	"vatra/lms/web/show"
	views "vatra/lms/web/views/admin"
	"vatra/lms/web/views/ui"
)

const (
	freePlaces = 3 // for courses, beside those that are taken
	mostPlaces = 100
)

func staffTrackURL(code string) string { return "/admin" + show.TrackURL(code) }

// showStaffTracks lists the tracks for those who manage them.
func (a *area) showStaffTracks(v *door.Visit) error {
	tracks, err := a.Tracks.Tracks(v.UserContext())
	if err != nil {
		return err
	}
	counts, err := a.Tracks.Counts(v.UserContext(), v.Actor)
	if err != nil {
		return err
	}
	adding := ""
	if code := v.Query("course"); code != "" {
		adding = "?course=" + url.QueryEscape(code)
	}
	courses, err := a.newestCourses(v)
	if err != nil {
		return err
	}
	page := views.StaffTracksPage{Base: a.Base(v, v.P.T("nav.staff_tracks"))}
	for _, track := range tracks {
		address := staffTrackURL(track.Code)
		page.Tracks = append(page.Tracks, views.StaffTrackRow{
			URL: address + adding, EnrolURL: address + "/enrol", Name: show.TrackCard(v, track).Name, Code: track.Code,
			Number: track.Number, Courses: len(track.CourseCodes), Work: show.TrackWork(v, track, courses),
			Enrolled: counts[track.ID].Enrolled, Completed: counts[track.ID].Completed,
		})
	}
	return a.Render(v, views.StaffTracks(page))
}

// trackTyped is a track as a form has it.
type trackTyped struct {
	code, hours, mark string
	change            tracks.Change
}

func typedOf(track tracks.Track) trackTyped {
	typed := trackTyped{code: track.Code, change: tracks.Change{
		Names: track.Names, Summaries: track.Summaries, Stated: track.Stated, Reasons: track.Reasons,
		CourseCodes: track.CourseCodes, Rules: track.Rules, Signatory: track.Signatory,
	}}
	if track.Stated > 0 {
		typed.hours = strconv.Itoa(track.Stated)
	}
	if track.Rules.MinimumMark.IsPositive() {
		typed.mark = track.Rules.MinimumMark.String()
	}
	return typed
}

// readTrack reads the form. What is not a number becomes one that lms refuses, in words about that field.
func readTrack(v *door.Visit) trackTyped {
	typed := trackTyped{code: v.FormValue("code"), hours: v.FormValue("hours"), mark: v.FormValue("minimum_mark")}
	typed.change = tracks.Change{
		Names: lang.Texts{}, Summaries: lang.Texts{}, Reasons: lang.Texts{}, Stated: readHours(v.FormValue("hours")),
		Rules:     tracks.Rules{LessonsCompleted: v.FormValue("lessons") != "", QuizzesPassed: v.FormValue("quizzes") != ""},
		Signatory: readSignatory(v),
	}
	for _, l := range i18n.Languages() {
		typed.change.Names[l.Tag] = strings.TrimSpace(v.FormValue("name_" + l.Tag))
		typed.change.Summaries[l.Tag] = strings.TrimSpace(v.FormValue("summary_" + l.Tag))
		typed.change.Reasons[l.Tag] = strings.TrimSpace(v.FormValue("reason_" + l.Tag))
	}
	for _, code := range v.Request().PostArgs().PeekMulti("course") {
		if len(code) > 0 && len(typed.change.CourseCodes) < mostPlaces {
			typed.change.CourseCodes = append(typed.change.CourseCodes, string(code))
		}
	}
	if mark := strings.TrimSuffix(strings.TrimSpace(typed.mark), "%"); mark != "" {
		number, err := assessment.Decimal(strings.ReplaceAll(strings.TrimSpace(mark), ",", "."))
		if err != nil {
			number = decimal.NewFromInt(-1)
		}
		typed.change.Rules.MinimumMark = number
	}
	return typed
}

// readHours is a stated figure: 0 where nothing is written, and one that lms refuses where it is no number.
func readHours(written string) int {
	if strings.TrimSpace(written) == "" {
		return 0
	}
	hours, err := strconv.Atoi(strings.TrimSpace(written))
	if err != nil || hours == 0 {
		return -1
	}
	return hours
}

// newestCourses are all published courses in their newest version, whichever the visitor has started.
func (a *area) newestCourses(v *door.Visit) ([]*learning.CourseState, error) {
	courses, err := a.Courses.Courses(v.UserContext())
	if err != nil {
		return nil, err
	}
	states := make([]*learning.CourseState, 0, len(courses))
	for _, course := range courses {
		version, err := a.Courses.Version(v.UserContext(), course.VersionID)
		if err != nil {
			return nil, err
		}
		states = append(states, &learning.CourseState{Version: version})
	}
	return states, nil
}

func (a *area) trackForm(v *door.Visit, typed trackTyped) (views.TrackFormPage, error) {
	courses, err := a.newestCourses(v)
	if err != nil {
		return views.TrackFormPage{}, err
	}
	page := views.TrackFormPage{
		Action: "/admin/tracks/new", Code: typed.code, Hours: typed.hours, MinimumMark: typed.mark,
		Chosen:     append(slices.Clone(typed.change.CourseCodes), make([]string, freePlaces)...),
		AllLessons: typed.change.Rules.LessonsCompleted, AllQuizzes: typed.change.Rules.QuizzesPassed,
		NameMax: 160, CodeMax: 60, ReasonMax: 300,
		Signatory: signatoryFields(v.P.T("staff.track_signatory_hint"), typed.change.Signatory),
		Work:      show.TrackWork(v, tracks.Track{Stated: max(typed.change.Stated, 0), CourseCodes: typed.change.CourseCodes}, courses),
	}
	page.Base = a.Base(v, v.P.T("staff.track_new"))
	page.Section = "nav.staff_tracks"
	page.Crumbs = []ui.Link{{Text: v.P.T("nav.staff_tracks"), URL: "/admin/tracks"}}
	for _, l := range i18n.Languages() {
		page.Texts = append(page.Texts, views.TrackText{
			Lang: l.Tag, Name: typed.change.Names[l.Tag], Summary: typed.change.Summaries[l.Tag],
			Reason: typed.change.Reasons[l.Tag],
		})
	}
	published := map[string]bool{}
	for _, course := range courses {
		version := course.Version
		published[version.Code] = true
		title := v.Title(version.Titles, version.Code, v.P.Lang(), version.Languages)
		page.Courses = append(page.Courses, ui.Option{Value: version.Code, Text: title.Text, Lang: title.Lang})
	}
	for _, code := range typed.change.CourseCodes {
		if !published[code] {
			page.Courses = append(page.Courses, ui.Option{Value: code, Text: v.P.T("staff.track_unpublished", "Code", code)})
			published[code] = true
		}
	}
	return page, nil
}

func (a *area) showNewTrack(v *door.Visit) error {
	rules := tracks.Rules{LessonsCompleted: true, QuizzesPassed: true}
	page, err := a.trackForm(v, typedOf(tracks.Track{Rules: rules}))
	if err != nil {
		return err
	}
	return a.Render(v, views.TrackForm(page))
}

func (a *area) createTrack(v *door.Visit) error {
	typed := readTrack(v)
	track, err := a.newTrack(v, typed)
	if err != nil {
		return a.Reload(v, err, func(e ui.Errors) (templ.Component, error) {
			page, err := a.trackForm(v, typed)
			page.Errors = e
			return views.TrackForm(page), err
		})
	}
	a.Flash(v, ui.ToneSuccess, "staff.track_created")
	return a.Redirect(v, staffTrackURL(track.Code))
}

// newTrack refuses the one code under which the form for new tracks stands.
func (a *area) newTrack(v *door.Visit, typed trackTyped) (tracks.Track, error) {
	if strings.TrimSpace(typed.code) == "new" {
		fields := fault.Fields{}
		fields.Add("code", "track.code_is_taken")
		return tracks.Track{}, fields.Err()
	}
	return a.Tracks.Create(v.UserContext(), v.Actor, typed.code, typed.change)
}

// changeForm is the form for the next version of a track.
func (a *area) changeForm(v *door.Visit, track tracks.Track, typed trackTyped) (views.TrackFormPage, error) {
	counts, err := a.Tracks.Counts(v.UserContext(), v.Actor)
	if err != nil {
		return views.TrackFormPage{}, err
	}
	page, err := a.trackForm(v, typed)
	if err != nil {
		return page, err
	}
	page.Title = show.TrackCard(v, track).Name.Text
	page.Action, page.PublicURL = staffTrackURL(track.Code), show.TrackURL(track.Code)
	page.EnrolURL = page.Action + "/enrol"
	page.Version, page.Enrolled = track.Number, counts[track.ID].Enrolled
	return page, nil
}

// showStaffTrack shows a track to be changed. A course that the address names stands in the first free place already.
func (a *area) showStaffTrack(v *door.Visit) error {
	track, err := a.Tracks.Track(v.UserContext(), v.Params("code"))
	if err != nil {
		return err
	}
	page, err := a.changeForm(v, track, typedOf(track))
	if err != nil {
		return err
	}
	at := slices.IndexFunc(page.Courses, func(o ui.Option) bool { return o.Value == v.Query("course") })
	if at >= 0 && !slices.Contains(track.CourseCodes, v.Query("course")) {
		page.Chosen[len(track.CourseCodes)] = page.Courses[at].Value
		page.Adding = page.Courses[at].Text
	}
	return a.Render(v, views.TrackForm(page))
}

func (a *area) changeTrack(v *door.Visit) error {
	before, err := a.Tracks.Track(v.UserContext(), v.Params("code"))
	if err != nil {
		return err
	}
	typed := readTrack(v)
	after, err := a.Tracks.Change(v.UserContext(), v.Actor, before.Code, typed.change)
	if err != nil {
		return a.Reload(v, err, func(e ui.Errors) (templ.Component, error) {
			page, err := a.changeForm(v, before, typed)
			page.Errors = e
			return views.TrackForm(page), err
		})
	}
	if after.Number > before.Number {
		a.Flash(v, ui.ToneSuccess, "staff.track_saved", "Number", after.Number)
	} else {
		a.Flash(v, ui.ToneInfo, "staff.track_same", "Number", after.Number)
	}
	return a.Redirect(v, staffTrackURL(after.Code))
}
