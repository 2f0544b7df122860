// Package dossier owns what the house holds of one person as a whole: a copy of all of it for that person (the right of access
// and of portability, Regulation (EU) 2016/679, articles 15 and 20), and its end (article 17). It goes through the tables of
// all rooms, and its tests hold that it has decided about each that names a person.
package dossier

import (
	"time"

	"vatra/assessment/exam"
	"vatra/certificates"
	"vatra/content/blobs"
	"vatra/lms/audit"
	"vatra/lms/jobs"
	"vatra/lms/notify"
	"vatra/lms/people"
	"vatra/lms/pg"
	"vatra/lms/registrar"
)

// KeptFor is how long a copy can be downloaded.
const KeptFor = 7 * 24 * time.Hour

// Paths that letters lead to.
const (
	PathData   = "/account/data"
	PathDelete = "/account/delete"
)

// Rooms are what the dossiers go through.
type Rooms struct {
	DB      *pg.DB
	Blobs   blobs.Store
	Queue   *jobs.Queue
	Log     *audit.Log
	Office  *notify.Office
	People  *people.People
	Quizzes *exam.Store
	Awards  *certificates.Store
	Papers  *registrar.Papers
}

// Dossiers makes copies and ends accounts.
type Dossiers struct{ Rooms }

// New makes it.
func New(rooms Rooms) *Dossiers { return &Dossiers{rooms} }
