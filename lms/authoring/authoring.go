// Package authoring is where trainers write courses: who may write which draft, how it looks to a learner before it is one, what
// keeps it from being published, and its publishing. What a draft is, and that nothing in it gets lost, is content/studio's.
package authoring

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/assessment/exam"
	"vatra/content"
	"vatra/content/pack"
	"vatra/content/studio"
	"vatra/content/translation"
	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/fault"
	"vatra/lms/intake"
	"vatra/lms/pg"
)

// Authoring joins drafts with those who write them and with how packages become courses.
type Authoring struct {
	db        *pg.DB
	studio    *studio.Studio
	courses   *content.Store
	quizzes   *exam.Store
	installer *intake.Installer
	memory    *translation.Memory
	glossary  *translation.Glossary
	log       *audit.Log
}

// New writes in db; the installer publishes.
func New(db *pg.DB, courses *content.Store, quizzes *exam.Store, installer *intake.Installer, log *audit.Log) *Authoring {
	return &Authoring{
		db: db, studio: studio.New(db), courses: courses, quizzes: quizzes, installer: installer,
		memory: translation.NewMemory(db), glossary: translation.NewGlossary(db), log: log,
	}
}

// Newborn is what somebody gives to begin a course.
type Newborn struct {
	Code     string
	Title    string
	Language string // of the title, and the one that is translated from
}

// Begin makes a draft for the actor to write, with a first module that has a first lesson, so that nobody meets an empty page.
// first are their titles. Invalid with the fields code, title and languages; Conflict is not asked yet: see Problems.
func (a *Authoring) Begin(ctx context.Context, actor access.Actor, course Newborn, first [2]string) (id uuid.UUID, err error) {
	if err := actor.Require(access.BeginCourses); err != nil {
		return uuid.Nil, err
	}
	course.Code = cmp.Or(strings.TrimSpace(course.Code), pack.Slug(course.Title))
	in := func(name string) studio.Place { return studio.Place{Name: name, Lang: course.Language} }
	fields := fault.Fields{}
	if strings.TrimSpace(course.Title) == "" {
		fields.Add(studio.Title, "error.required")
		return uuid.Nil, fields.Err()
	}
	err = a.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		lesson := studio.Plant{Kind: studio.Lesson, Values: studio.Values{
			in(studio.Title): first[1], {Name: studio.Key}: "lesson-1", {Name: studio.Sort}: content.KindPage,
		}}
		module := studio.Plant{Kind: studio.Module, Parts: []studio.Plant{lesson}, Values: studio.Values{
			in(studio.Title): first[0], {Name: studio.Key}: "part-1",
		}}
		id, err = studio.Begin(ctx, tx, actor.UserID, studio.Plant{Kind: studio.Course, Parts: []studio.Plant{module}, Values: studio.Values{
			in(studio.Title): course.Title, {Name: studio.Code}: course.Code, {Name: studio.Languages}: course.Language,
		}})
		if err != nil {
			return err
		}
		return access.Own(ctx, tx, actor, access.WriteCourses, access.Draft(id))
	})
	return id, err
}

// Draft is one that the actor may write. Any other does not exist for them: NotFound studio.no_draft.
func (a *Authoring) Draft(ctx context.Context, actor access.Actor, id uuid.UUID) (*studio.Draft, error) {
	desk, err := a.desk(actor, id)
	if err != nil {
		return nil, err
	}
	return a.studio.Draft(ctx, desk)
}

// Check is Draft for whoever needs nothing of it but that it is theirs to write.
func (a *Authoring) Check(ctx context.Context, actor access.Actor, id uuid.UUID) error {
	desk, err := a.desk(actor, id)
	if err != nil {
		return err
	}
	return a.studio.Check(ctx, desk)
}

// desk is a draft with the actor in front of it; where it is not theirs to write, it is not there. Forbidden people.forbidden for those
// who write none.
func (a *Authoring) desk(actor access.Actor, draft uuid.UUID) (studio.Desk, error) {
	err := actor.Require(access.WriteCourses)
	return studio.Desk{Draft: draft, By: actor.UserID, May: actor.Within(access.WriteCourses, bun.Ident("d.id"))}, err
}

// Drafts are those that the actor may write, the last written first, at most five hundred.
func (a *Authoring) Drafts(ctx context.Context, actor access.Actor) ([]studio.Head, error) {
	if err := actor.Require(access.WriteCourses); err != nil {
		return nil, err
	}
	heads, err := a.studio.Heads(ctx, actor.Within(access.WriteCourses, bun.Ident("d.id")))
	if err != nil {
		return nil, fmt.Errorf("listing drafts: %w", err)
	}
	return heads, nil
}
