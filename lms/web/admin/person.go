package admin

import (
	"context"
	"slices"

	"github.com/a-h/templ"
	"github.com/google/uuid"

	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/learning"
	"vatra/lms/web/door"
	"vatra/lms/web/show"
	views "vatra/lms/web/views/admin/people"
	"vatra/lms/web/views/ui"
)

// personID is the id in the address. Anything else is NotFound, as an unknown id is.
func personID(v *door.Visit) (uuid.UUID, error) {
	id, err := uuid.Parse(v.Params("id"))
	if err != nil {
		return uuid.Nil, fault.New(fault.NotFound, "people.not_found")
	}
	return id, nil
}

func (a *area) showPerson(v *door.Visit) error {
	id, err := personID(v)
	if err != nil {
		return err
	}
	page, err := a.personPage(v, id)
	if err != nil {
		return err
	}
	return a.Render(v, views.Person(page))
}

// personPage reads one person with what they learn, in a handful of statements however much it is.
func (a *area) personPage(v *door.Visit, id uuid.UUID) (views.PersonPage, error) {
	ctx := v.UserContext()
	person, err := a.People.Person(ctx, v.Actor, id)
	if err != nil {
		return views.PersonPage{}, err
	}
	overview, err := a.Progress.OverviewOf(ctx, v.Actor, id)
	if err != nil {
		return views.PersonPage{}, err
	}
	awards, err := a.Awards.Awards(ctx, id)
	if err != nil {
		return views.PersonPage{}, err
	}
	tracks, err := a.Tracks.Tracks(ctx)
	if err != nil {
		return views.PersonPage{}, err
	}
	page := views.PersonPage{
		Base: a.Base(v, person.Name), URL: show.PersonURL(id), Email: person.Email,
		Role: string(person.Role), RoleName: roleName(v, person.Role), Roles: roles(v), Language: person.Locale,
		Confirmed: person.Confirmed, Disabled: person.Disabled, Since: person.CreatedAt,
		Tracks: show.LearningTracks(v, overview),
	}
	page.Section = "nav.people"
	page.Crumbs = []ui.Link{{Text: v.P.T("nav.people"), URL: "/admin/people"}}
	for _, course := range overview.Started {
		page.Courses = append(page.Courses, show.CourseCard(v, course, v.P.Lang()))
	}
	for i := range awards {
		page.Certificates = append(page.Certificates, issuedRow(v, &awards[i]))
	}
	for _, track := range tracks {
		if !track.Open {
			continue // nobody can be enrolled yet
		}
		enrolled := slices.ContainsFunc(overview.Tracks, func(p learning.TrackProgress) bool { return p.Track.ID == track.ID })
		if !enrolled && !person.Disabled {
			name := show.TrackCard(v, track).Name
			page.Free = append(page.Free, ui.Option{Value: track.Code, Text: name.Text, Lang: name.Lang})
		}
	}
	if page.SecondStep, err = a.secondStepOf(v, id); err != nil {
		return views.PersonPage{}, err
	}
	if person.Role == access.RoleTrainer {
		page.Training, err = a.training(v, id)
	}
	return page, err
}

// training is which courses a trainer has, and which they may be given.
func (a *area) training(v *door.Visit, id uuid.UUID) (*views.Training, error) {
	trained, err := a.Teaching.TrainedBy(v.UserContext(), v.Actor, id)
	if err != nil {
		return nil, err
	}
	courses, err := a.Courses.Courses(v.UserContext())
	if err != nil {
		return nil, err
	}
	has := map[string]bool{}
	training := &views.Training{}
	for _, course := range trained {
		has[course.Code] = true
		training.Courses = append(training.Courses, views.TrainedCourse{
			Code: course.Code, URL: show.CourseURL(course.Code),
			Title: v.Title(course.Titles, course.Code, v.P.Lang(), course.Languages),
		})
	}
	for _, course := range courses {
		if !has[course.Code] {
			title := v.Title(course.Titles, course.Code, v.P.Lang(), course.Languages)
			training.Free = append(training.Free, ui.Option{Value: course.Code, Text: title.Text, Lang: title.Lang})
		}
	}
	return training, nil
}

// actOnPerson does something about the person of the address and says so, or shows their page with why not.
func (a *area) actOnPerson(v *door.Visit, done string, act func(context.Context, uuid.UUID) error) error {
	id, err := personID(v)
	if err != nil {
		return err
	}
	if err := act(v.UserContext(), id); err != nil {
		return a.Reload(v, err, func(e ui.Errors) (templ.Component, error) {
			page, err := a.personPage(v, id)
			page.Errors = e
			return views.Person(page), err
		})
	}
	a.Flash(v, ui.ToneSuccess, done)
	return a.Redirect(v, show.PersonURL(id))
}

func (a *area) setRole(v *door.Visit) error {
	return a.actOnPerson(v, "staff.role_saved", func(ctx context.Context, id uuid.UUID) error {
		return a.People.SetRole(ctx, v.Actor, id, access.Role(v.FormValue("role")))
	})
}

func (a *area) disablePerson(v *door.Visit) error {
	return a.actOnPerson(v, "staff.disabled", func(ctx context.Context, id uuid.UUID) error {
		return a.People.Disable(ctx, v.Actor, id)
	})
}

func (a *area) enablePerson(v *door.Visit) error {
	return a.actOnPerson(v, "staff.enabled", func(ctx context.Context, id uuid.UUID) error {
		return a.People.Enable(ctx, v.Actor, id)
	})
}

func (a *area) resendConfirmation(v *door.Visit) error {
	return a.actOnPerson(v, "staff.confirmation_sent", func(ctx context.Context, id uuid.UUID) error {
		return a.People.ResendConfirmation(ctx, v.Actor, id)
	})
}

func (a *area) enrolPerson(v *door.Visit) error {
	return a.actOnPerson(v, "staff.enrolled_person", func(ctx context.Context, id uuid.UUID) error {
		_, err := a.Enrolment.EnrolPerson(ctx, v.Actor, id, v.FormValue("track"))
		return err
	})
}

func (a *area) appointTrainer(v *door.Visit) error {
	return a.actOnPerson(v, "staff.trains_added", func(ctx context.Context, id uuid.UUID) error {
		return a.Teaching.Appoint(ctx, v.Actor, id, v.FormValue("course"))
	})
}

func (a *area) dismissTrainer(v *door.Visit) error {
	return a.actOnPerson(v, "staff.trains_taken", func(ctx context.Context, id uuid.UUID) error {
		return a.Teaching.Dismiss(ctx, v.Actor, id, v.FormValue("course"))
	})
}
