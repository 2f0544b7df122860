package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/shopspring/decimal"

	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/lang"
	"vatra/lms/tracks"
	"vatra/lms/web/views"
)

const (
	freePlaces = 3 // for courses, beside those that are taken
	mostPlaces = 100
)

func staffTrackURL(code string) string { return "/admin" + trackURL(code) }

// showStaffTracks lists the tracks for who manages them.
func (s *Server) showStaffTracks(v *visit) error {
	tracks, err := s.Tracks.Tracks(v.UserContext())
	if err != nil {
		return err
	}
	counts, err := s.Tracks.Counts(v.UserContext(), v.Actor)
	if err != nil {
		return err
	}
	adding := ""
	if code := v.Query("course"); code != "" {
		adding = "?course=" + url.QueryEscape(code)
	}
	page := views.StaffTracksPage{Base: s.base(v, v.P.T("nav.staff_tracks"))}
	for _, track := range tracks {
		address := staffTrackURL(track.Code)
		page.Tracks = append(page.Tracks, views.StaffTrackRow{
			URL: address + adding, EnrolURL: address + "/enrol", Name: v.trackCard(track).Name, Code: track.Code,
			Number: track.Number, Courses: len(track.CourseCodes), Hours: track.Hours,
			Enrolled: counts[track.ID].Enrolled, Completed: counts[track.ID].Completed,
		})
	}
	return s.render(v, views.StaffTracks(page))
}

// trackTyped is a track as a form has it.
type trackTyped struct {
	code, hours, mark string
	change            tracks.Change
}

func typedOf(track tracks.Track) trackTyped {
	typed := trackTyped{code: track.Code, change: tracks.Change{
		Names: track.Names, Summaries: track.Summaries, CourseCodes: track.CourseCodes, Rules: track.Rules,
	}}
	if track.Hours > 0 {
		typed.hours = strconv.Itoa(track.Hours)
	}
	if track.Rules.MinimumMark.IsPositive() {
		typed.mark = track.Rules.MinimumMark.String()
	}
	return typed
}

// readTrack reads the form. What is no number becomes one that lms refuses in the field's own words.
func readTrack(v *visit) trackTyped {
	typed := trackTyped{code: v.FormValue("code"), hours: v.FormValue("hours"), mark: v.FormValue("minimum_mark")}
	typed.change = tracks.Change{
		Names: lang.Texts{}, Summaries: lang.Texts{},
		Rules: tracks.Rules{LessonsCompleted: v.FormValue("lessons") != "", QuizzesPassed: v.FormValue("quizzes") != ""},
	}
	for _, l := range i18n.Languages() {
		typed.change.Names[l.Tag] = strings.TrimSpace(v.FormValue("name_" + l.Tag))
		typed.change.Summaries[l.Tag] = strings.TrimSpace(v.FormValue("summary_" + l.Tag))
	}
	for _, code := range v.Request().PostArgs().PeekMulti("course") {
		if len(code) > 0 && len(typed.change.CourseCodes) < mostPlaces {
			typed.change.CourseCodes = append(typed.change.CourseCodes, string(code))
		}
	}
	typed.change.Hours, _ = strconv.Atoi(strings.TrimSpace(typed.hours))
	if mark := strings.TrimSuffix(strings.TrimSpace(typed.mark), "%"); mark != "" {
		number, err := decimal.NewFromString(strings.ReplaceAll(strings.TrimSpace(mark), ",", "."))
		if err != nil {
			number = decimal.NewFromInt(-1)
		}
		typed.change.Rules.MinimumMark = number
	}
	return typed
}

func (s *Server) trackForm(v *visit, typed trackTyped) (views.TrackFormPage, error) {
	courses, err := s.Courses.Courses(v.UserContext())
	if err != nil {
		return views.TrackFormPage{}, err
	}
	page := views.TrackFormPage{
		Action: "/admin/tracks/new", Code: typed.code, Hours: typed.hours, MinimumMark: typed.mark,
		Chosen:     append(slices.Clone(typed.change.CourseCodes), make([]string, freePlaces)...),
		AllLessons: typed.change.Rules.LessonsCompleted, AllQuizzes: typed.change.Rules.QuizzesPassed,
		NameMax: 160, CodeMax: 60,
	}
	page.Base = s.base(v, v.P.T("staff.track_new"))
	page.Section = "nav.staff_tracks"
	page.Crumbs = []views.Link{{Text: v.P.T("nav.staff_tracks"), URL: "/admin/tracks"}}
	for _, l := range i18n.Languages() {
		page.Texts = append(page.Texts, views.TrackText{
			Lang: l.Tag, Name: typed.change.Names[l.Tag], Summary: typed.change.Summaries[l.Tag],
		})
	}
	published := map[string]bool{}
	for _, course := range courses {
		published[course.Code] = true
		title := v.title(course.Titles, course.Code, v.P.Lang(), course.Languages)
		page.Courses = append(page.Courses, views.Option{Value: course.Code, Text: title.Text, Lang: title.Lang})
	}
	for _, code := range typed.change.CourseCodes {
		if !published[code] {
			page.Courses = append(page.Courses, views.Option{Value: code, Text: v.P.T("staff.track_unpublished", "Code", code)})
			published[code] = true
		}
	}
	return page, nil
}

func (s *Server) showNewTrack(v *visit) error {
	rules := tracks.Rules{LessonsCompleted: true, QuizzesPassed: true}
	page, err := s.trackForm(v, typedOf(tracks.Track{Rules: rules}))
	if err != nil {
		return err
	}
	return s.render(v, views.TrackForm(page))
}

func (s *Server) createTrack(v *visit) error {
	typed := readTrack(v)
	track, err := s.newTrack(v, typed)
	if err != nil {
		page, failed := s.trackForm(v, typed)
		if failed != nil {
			return failed
		}
		return s.again(v, err, func(e views.Errors) templ.Component {
			page.Errors = e
			return views.TrackForm(page)
		})
	}
	s.flash(v, views.ToneSuccess, "staff.track_created")
	return s.redirect(v, staffTrackURL(track.Code))
}

// newTrack refuses the one code under which the form for new tracks stands.
func (s *Server) newTrack(v *visit, typed trackTyped) (tracks.Track, error) {
	if strings.TrimSpace(typed.code) == "new" {
		fields := fault.Fields{}
		fields.Add("code", "track.code_is_taken")
		return tracks.Track{}, fields.Err()
	}
	return s.Tracks.Create(v.UserContext(), v.Actor, typed.code, typed.change)
}

// changeForm is the form for the next version of a track.
func (s *Server) changeForm(v *visit, track tracks.Track, typed trackTyped) (views.TrackFormPage, error) {
	counts, err := s.Tracks.Counts(v.UserContext(), v.Actor)
	if err != nil {
		return views.TrackFormPage{}, err
	}
	page, err := s.trackForm(v, typed)
	if err != nil {
		return page, err
	}
	page.Title = v.trackCard(track).Name.Text
	page.Action, page.PublicURL = staffTrackURL(track.Code), trackURL(track.Code)
	page.EnrolURL = page.Action + "/enrol"
	page.Version, page.Enrolled = track.Number, counts[track.ID].Enrolled
	return page, nil
}

// showStaffTrack shows a track to be changed. A course that the address names stands in the first free place already.
func (s *Server) showStaffTrack(v *visit) error {
	track, err := s.Tracks.Track(v.UserContext(), v.Params("code"))
	if err != nil {
		return err
	}
	page, err := s.changeForm(v, track, typedOf(track))
	if err != nil {
		return err
	}
	at := slices.IndexFunc(page.Courses, func(o views.Option) bool { return o.Value == v.Query("course") })
	if at >= 0 && !slices.Contains(track.CourseCodes, v.Query("course")) {
		page.Chosen[len(track.CourseCodes)] = page.Courses[at].Value
		page.Adding = page.Courses[at].Text
	}
	return s.render(v, views.TrackForm(page))
}

func (s *Server) changeTrack(v *visit) error {
	before, err := s.Tracks.Track(v.UserContext(), v.Params("code"))
	if err != nil {
		return err
	}
	typed := readTrack(v)
	after, err := s.Tracks.Change(v.UserContext(), v.Actor, before.Code, typed.change)
	if err != nil {
		page, failed := s.changeForm(v, before, typed)
		if failed != nil {
			return failed
		}
		return s.again(v, err, func(e views.Errors) templ.Component {
			page.Errors = e
			return views.TrackForm(page)
		})
	}
	if after.Number > before.Number {
		s.flash(v, views.ToneSuccess, "staff.track_saved", "Number", after.Number)
	} else {
		s.flash(v, views.ToneInfo, "staff.track_same", "Number", after.Number)
	}
	return s.redirect(v, staffTrackURL(after.Code))
}
