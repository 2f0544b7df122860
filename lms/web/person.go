package web

import (
	"context"
	"slices"

	"github.com/a-h/templ"
	"github.com/google/uuid"

	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/learning"
	"vatra/lms/web/views"
)

func personURL(id uuid.UUID) string { return "/admin/people/" + id.String() }

// personID is whom the address names; an address that names nobody is like one of somebody who is not there.
func (v *visit) personID() (uuid.UUID, error) {
	id, err := uuid.Parse(v.Params("id"))
	if err != nil {
		return uuid.Nil, fault.New(fault.NotFound, "people.not_found")
	}
	return id, nil
}

func (s *Server) showPerson(v *visit) error {
	id, err := v.personID()
	if err != nil {
		return err
	}
	page, err := s.personPage(v, id)
	if err != nil {
		return err
	}
	return s.render(v, views.Person(page))
}

// personPage reads one person with what they learn, in a handful of statements however much it is.
func (s *Server) personPage(v *visit, id uuid.UUID) (views.PersonPage, error) {
	ctx := v.UserContext()
	person, err := s.People.Person(ctx, id)
	if err != nil {
		return views.PersonPage{}, err
	}
	overview, err := s.Learning.Overview(ctx, id)
	if err != nil {
		return views.PersonPage{}, err
	}
	awards, err := s.Awards.Awards(ctx, id)
	if err != nil {
		return views.PersonPage{}, err
	}
	tracks, err := s.Tracks.Tracks(ctx)
	if err != nil {
		return views.PersonPage{}, err
	}
	page := views.PersonPage{
		Base: s.base(v, person.Name), URL: personURL(id), Email: person.Email,
		Role: string(person.Role), RoleName: v.roleName(person.Role), Roles: v.roles(), Language: person.Locale,
		Confirmed: person.Confirmed, Disabled: person.Disabled, Since: person.CreatedAt,
		Tracks: v.learningTracks(overview),
	}
	page.Section = "nav.people"
	page.Crumbs = []views.Link{{Text: v.P.T("nav.people"), URL: "/admin/people"}}
	for _, course := range overview.Started {
		page.Courses = append(page.Courses, s.courseCard(v, course, v.P.Lang()))
	}
	for i := range awards {
		page.Certificates = append(page.Certificates, v.issuedRow(&awards[i]))
	}
	for _, track := range tracks {
		enrolled := slices.ContainsFunc(overview.Tracks, func(p learning.TrackProgress) bool { return p.Track.ID == track.ID })
		if !enrolled && !person.Disabled {
			name := v.trackCard(track).Name
			page.Free = append(page.Free, views.Option{Value: track.Code, Text: name.Text, Lang: name.Lang})
		}
	}
	return page, nil
}

// actOnPerson does something about the person of the address and says so, or shows their page with why not.
func (s *Server) actOnPerson(v *visit, done string, act func(context.Context, uuid.UUID) error) error {
	id, err := v.personID()
	if err != nil {
		return err
	}
	if err := act(v.UserContext(), id); err != nil {
		page, failed := s.personPage(v, id)
		if failed != nil {
			return failed
		}
		return s.again(v, err, func(e views.Errors) templ.Component {
			page.Errors = e
			return views.Person(page)
		})
	}
	s.flash(v, views.ToneSuccess, done)
	return s.redirect(v, personURL(id))
}

func (s *Server) setRole(v *visit) error {
	return s.actOnPerson(v, "staff.role_saved", func(ctx context.Context, id uuid.UUID) error {
		return s.People.SetRole(ctx, v.Actor, id, access.Role(v.FormValue("role")))
	})
}

func (s *Server) disablePerson(v *visit) error {
	return s.actOnPerson(v, "staff.disabled", func(ctx context.Context, id uuid.UUID) error {
		return s.People.Disable(ctx, v.Actor, id)
	})
}

func (s *Server) enablePerson(v *visit) error {
	return s.actOnPerson(v, "staff.enabled", func(ctx context.Context, id uuid.UUID) error {
		return s.People.Enable(ctx, v.Actor, id)
	})
}

func (s *Server) resendConfirmation(v *visit) error {
	return s.actOnPerson(v, "staff.confirmation_sent", func(ctx context.Context, id uuid.UUID) error {
		return s.People.ResendConfirmation(ctx, v.Actor, id)
	})
}

func (s *Server) enrolPerson(v *visit) error {
	return s.actOnPerson(v, "staff.enrolled_person", func(ctx context.Context, id uuid.UUID) error {
		_, err := s.Learning.EnrolPerson(ctx, v.Actor, id, v.FormValue("track"))
		return err
	})
}
