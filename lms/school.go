package lms

import (
	"context"
	"log/slog"
	"os/exec"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/assessment/exam"
	"vatra/certificates"
	"vatra/content"
	"vatra/content/blobs"
	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/authoring"
	"vatra/lms/clamav"
	"vatra/lms/deadlines"
	"vatra/lms/dossier"
	"vatra/lms/editions"
	"vatra/lms/enquiries"
	"vatra/lms/factors"
	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/intake"
	"vatra/lms/jobs"
	"vatra/lms/learning"
	"vatra/lms/limits"
	"vatra/lms/mail"
	"vatra/lms/notify"
	"vatra/lms/pages"
	"vatra/lms/people"
	"vatra/lms/people/password"
	"vatra/lms/pg"
	"vatra/lms/pictures"
	"vatra/lms/registrar"
	"vatra/lms/reviews"
	"vatra/lms/sessions"
	"vatra/lms/site"
	"vatra/lms/teaching"
	"vatra/lms/tracks"
	"vatra/lms/upkeep"
)

// School is the whole of what the program does, wired once: the program, its commands, its tests and its benchmarks all
// stand on one of these. Nothing in it listens or works until it is told to.
type School struct {
	DB    *pg.DB
	Blobs blobs.Store
	Queue *jobs.Queue

	House    *site.House
	Pages    *pages.Pages
	Limits   *limits.Limits
	Office   *notify.Office
	People   *people.People
	Sessions *sessions.Sessions
	Audit    *audit.Log

	Factors *factors.Factors

	Courses   *content.Store
	Quizzes   *exam.Store
	Awards    *certificates.Store
	Tracks    *tracks.Store
	Reading   *learning.Reading
	Sitting   *learning.Sitting
	Progress  *learning.Progress
	Enrolment *learning.Enrolment
	Deadlines *deadlines.Deadlines
	Teaching  *teaching.Teaching
	Enquiries *enquiries.Enquiries
	Papers    *registrar.Papers
	Registrar *registrar.Registrar
	Installer *intake.Installer
	Authoring *authoring.Authoring
	Editions  *editions.Editions
	Reviews   *reviews.Reviews
	Imports   *intake.Imports
	Upkeep    *upkeep.Keeper
	Dossiers  *dossier.Dossiers
}

// Config is what a school needs beside its database and its object store.
type Config struct {
	// BaseURL is where readers find the site, without a slash at its end: links in mails and on certificates begin with it.
	BaseURL string
	// Secret, of at least 32 bytes, signs receipts and closes what second steps rest on; all nodes of a site share it.
	Secret []byte
	// JobsAtOnce bounds the jobs that this node works at one time; 0 is one.
	JobsAtOnce int
	// Uploads bounds the packages that are kept; see intake.Quota.
	Uploads intake.Quota
	// Guard runs the imports that are handed in; without one they run in this program.
	Guard *intake.Guard
	// Drawer is the program that makes pictures of papers, see pictures.NewMaker; without one there are none.
	Drawer func() *exec.Cmd
	// Scanner looks for viruses in what is handed in; without one nobody does.
	Scanner *clamav.Scanner
	// PasswordCost is that of keeping a password; zero is password.Recommended.
	PasswordCost password.Cost
	// AuditKept is how long the security log is kept; 0 is audit.Year.
	AuditKept time.Duration
	Log       *slog.Logger // nothing is logged when nil
}

// NewSchool wires a school. The database has its schema already.
func NewSchool(db *pg.DB, objects blobs.Store, conf Config) (*School, error) {
	if conf.Log == nil {
		conf.Log = slog.New(slog.DiscardHandler)
	}
	queue, err := jobs.New(db, conf.Log, conf.JobsAtOnce)
	if err != nil {
		return nil, err
	}
	s := &School{
		DB: db, Blobs: objects, Queue: queue, Limits: limits.New(db), Audit: audit.New(db, conf.Log, conf.AuditKept),
		Courses: content.NewStore(db, objects), Quizzes: exam.NewStore(db, conf.Secret, intake.Addresses),
		Awards: certificates.NewStore(db),
	}
	s.House, s.Sessions = site.NewHouse(db, s.Audit), sessions.New(db, s.Audit)
	s.Pages = pages.New(db, s.Audit)
	s.Factors, err = factors.New(db, s.Limits, factors.Config{
		BaseURL: conf.BaseURL, Secret: conf.Secret, Log: s.Audit,
		Tell: func(ctx context.Context, tx bun.Tx, userID uuid.UUID, what fault.Message) error {
			return s.People.TellOfSecondStep(ctx, tx, userID, what, factors.Path)
		},
	})
	if err != nil {
		return nil, err
	}
	s.Office = notify.New(db, notify.Config{BaseURL: conf.BaseURL, Secret: conf.Secret, Queue: queue})
	s.People = people.New(db, s.House, s.Limits, people.Config{
		Office: s.Office, Queue: queue, Log: s.Audit, SecondStep: factors.Due, PasswordCost: conf.PasswordCost,
	})
	s.Tracks = tracks.New(db, func(ctx context.Context, tx bun.Tx, userID uuid.UUID, track tracks.Track) error {
		return s.People.Write(ctx, tx, userID, func(to notify.Reader) notify.Letter {
			name, _ := track.Names.In(to.Locale, i18n.Fallback)
			return notify.Letter{About: "track.mail.opened.", Path: tracks.Path + track.Code, Args: []any{"Track", name}}
		})
	})
	rooms := learning.Rooms{
		DB: db, People: s.People, Courses: s.Courses, Quizzes: s.Quizzes, Awards: s.Awards, Tracks: s.Tracks, Queue: queue,
		BaseURL: conf.BaseURL,
	}
	s.Reading, s.Sitting = learning.NewReading(rooms), learning.NewSitting(rooms)
	s.Progress, s.Enrolment = learning.NewProgress(rooms), learning.NewEnrolment(rooms)
	s.Deadlines = deadlines.New(db, s.Courses, s.People)
	s.Teaching = teaching.New(db, s.Courses, s.Quizzes, s.Audit)
	s.Enquiries = enquiries.New(db, s.Courses, s.Limits, s.People)
	var maker *pictures.Maker
	if conf.Drawer != nil {
		maker = pictures.NewMaker(conf.Drawer)
	}
	s.Papers = registrar.NewPapers(db, s.Awards, objects, queue, maker)
	s.Registrar = registrar.New(db, s.Awards, s.People, queue, s.Audit)
	s.Installer = intake.NewInstaller(db, s.Courses, s.Quizzes, s.Tracks.Opened)
	s.Authoring = authoring.New(db, s.Courses, s.Quizzes, s.Installer, s.Audit)
	s.Editions = editions.New(editions.Rooms{
		DB: db, Authoring: s.Authoring, Courses: s.Courses, Quizzes: s.Quizzes, Reading: s.Reading, Queue: queue, Log: s.Audit,
		Published: s.Tracks.Opened,
	})
	s.Reviews = reviews.New(db, s.Authoring, s.Limits, s.People)
	s.Imports = intake.New(db, objects, s.Installer, queue, intake.Config{
		Quota: conf.Uploads, Guard: conf.Guard, Scanner: conf.Scanner, Log: s.Audit,
	})
	s.Upkeep = upkeep.New(db, objects, s.Courses, s.Awards, s.Papers, conf.Log)
	s.Dossiers = dossier.New(dossier.Rooms{
		DB: db, Blobs: objects, Queue: queue, Log: s.Audit, Office: s.Office, People: s.People,
		Quizzes: s.Quizzes, Awards: s.Awards, Papers: s.Papers,
	})
	return s, nil
}

// Register tells the queue who works each kind of job, and what is done again and again. It comes before Queue.Start.
func (s *School) Register(sender mail.Sender) {
	jobs.Add(s.Queue, jobs.NewSendMailWorker(s.DB, sender))
	jobs.Do(s.Queue, s.People.SendReset)
	jobs.Do(s.Queue, s.People.SendAddress)
	jobs.Add(s.Queue, learning.NewCloseAttemptWorker(s.Sitting))
	jobs.Add(s.Queue, registrar.NewPrintPaperWorker(s.Papers))
	jobs.Add(s.Queue, registrar.NewMakePicturesWorker(s.Papers))
	jobs.Do(s.Queue, s.Editions.Finish)
	jobs.Add(s.Queue, intake.NewImportPackageWorker(s.Imports))
	jobs.Add(s.Queue, dossier.NewBuildExportWorker(s.Dossiers))
	for _, round := range s.rounds() {
		s.Queue.Repeat(round)
	}
}

// rounds are what is done again and again: what has no meaning any more is deleted, and what has lost its job is looked for.
func (s *School) rounds() []jobs.Round {
	const hour, soon, long = time.Hour, 5 * time.Minute, 4 * time.Minute
	closeOverdue := func(ctx context.Context) error { return s.Sitting.CloseOverdue(ctx, access.Operator()) }
	return []jobs.Round{
		{Name: "people.sweep", Every: hour, Do: s.People.Sweep},
		{Name: "factors.sweep", Every: hour, Do: s.Factors.Sweep},
		{Name: "audit.prune", Every: hour, Do: s.Audit.Prune},
		{Name: "attempts", Every: soon, Most: long, Do: closeOverdue},
		{Name: "deadlines", Every: soon, Most: long, Do: s.Deadlines.Tell},
		{Name: "mails", Every: soon, Do: s.Queue.LookAfterMails},
		{Name: "imports", Every: soon, Do: s.Imports.LookAfter},
		{Name: "dossiers", Every: soon, Do: s.Dossiers.LookAfter},
		{Name: "objects", Every: soon, Most: long, Do: s.Upkeep.LookAfter},
	}
}
