package serve

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"vatra/content/blobs"
	"vatra/lms"
	"vatra/lms/fault"
	"vatra/lms/mail"
	"vatra/lms/pg"
	"vatra/lms/pgserver"
	"vatra/migrations"
)

// The folders and files below Config.Data.
const (
	clusterFolder = "postgres"
	objectsFolder = "objects"
	outboxFolder  = "outbox"
	secretFile    = "secret"
)

// Parts are what the program stands on. The server uses them, and so do the commands that need no server.
type Parts struct {
	Config Config
	Secret []byte
	DB     *pg.DB
	Blobs  blobs.Store
	*lms.School

	cluster *pgserver.Server // nil when the database runs elsewhere
}

// Open reaches the parts for a command, with the schema at its newest. In embedded mode it uses the database of the
// server that runs on the same folder, or starts the database where none runs.
func Open(ctx context.Context, conf Config) (*Parts, error) { return open(ctx, conf, true, allSteps) }

// OpenDatabase is Open for the database alone, as it is.
func OpenDatabase(ctx context.Context, conf Config) (*Parts, error) {
	return open(ctx, conf, true, nil)
}

// OpenDatabaseAlone is OpenDatabase for work that no server may run beside, and refuses while one does. In embedded mode
// the lock of the folder says so for certain, and keeps a server from starting meanwhile. Of a database elsewhere it is
// known by the lease that one of the site's servers holds in the job queue: a server that starts meanwhile is not kept
// from it, and after a crash the lease stands for some seconds more.
func OpenDatabaseAlone(ctx context.Context, conf Config) (*Parts, error) {
	return open(ctx, conf, false, func(p *Parts) []func(context.Context) error {
		return []func(context.Context) error{p.refuseServed}
	})
}

// allSteps come after the database, in this order.
func allSteps(p *Parts) []func(context.Context) error {
	return []func(context.Context) error{p.migrate, p.openBlobs, p.openSecret, p.openSchool}
}

func open(ctx context.Context, conf Config, beside bool, after func(*Parts) []func(context.Context) error) (*Parts, error) {
	conf, err := conf.check()
	if err != nil {
		return nil, err
	}
	if conf.BaseURL == "" {
		conf.BaseURL = localURL(conf.Addr)
	}
	p := &Parts{Config: conf}
	steps := []func(context.Context) error{func(ctx context.Context) error { return p.openDatabase(ctx, beside) }}
	if after != nil {
		steps = append(steps, after(p)...)
	}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return nil, errors.Join(err, p.Close())
		}
	}
	return p, nil
}

// Close gives everything back, and ends the private PostgreSQL.
func (p *Parts) Close() error {
	var faults []error
	if p.DB != nil {
		faults = append(faults, p.DB.Close())
	}
	if p.cluster != nil {
		faults = append(faults, p.cluster.Stop())
	}
	return errors.Join(faults...)
}

func (p *Parts) migrate(ctx context.Context) error {
	applied, err := migrations.Up(ctx, p.DB.DB, p.DB.Pool)
	if err != nil {
		return err
	}
	if len(applied) > 0 {
		p.Config.Log.Info("the database was brought up to date", "migrations", len(applied))
	}
	return nil
}

func (p *Parts) openBlobs(ctx context.Context) (err error) {
	if p.Config.S3 != nil {
		if p.Blobs, err = blobs.OpenMinIO(ctx, *p.Config.S3); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return storeFault(p.Config.S3, err)
		}
		return nil
	}
	p.Blobs, err = blobs.OpenFolder(filepath.Join(p.Config.Data, objectsFolder))
	return dataFault(p.Config.Data, err)
}

// storeFault names the settings to look at. It wraps nothing: the fault's own sentence is for learners.
func storeFault(store *blobs.MinIOConfig, err error) error {
	if told, ok := errors.AsType[*fault.Error](err); ok && told.Err != nil {
		err = told.Err
	}
	if errors.Is(err, blobs.ErrKeysRefused) {
		return fmt.Errorf("VATRA_S3_ACCESS_KEY and VATRA_S3_SECRET_KEY: the object store of VATRA_S3_ENDPOINT (%s) does not let them use the bucket %s: %s",
			store.Endpoint, store.Bucket, err.Error())
	}
	return fmt.Errorf("the object store of VATRA_S3_ENDPOINT (%s) cannot be used: %s", store.Endpoint, err.Error())
}

// openSecret takes the secret given, else the one of the data folder, which is made once: what it signed must hold
// after a restart.
func (p *Parts) openSecret(context.Context) error {
	if p.Config.Secret != "" {
		p.Secret = []byte(p.Config.Secret)
		return nil
	}
	name := filepath.Join(p.Config.Data, secretFile)
	fresh := make([]byte, secretLength)
	_, _ = rand.Read(fresh) // never fails: it ends the program instead
	// Two that start at once must not each keep its own: a secret is written beside its place and linked there whole,
	// which only one can do.
	draft := fmt.Sprintf("%s.%d", name, os.Getpid())
	if err := os.WriteFile(draft, []byte(hex.EncodeToString(fresh)+"\n"), 0o600); err != nil {
		return dataFault(p.Config.Data, fmt.Errorf("keeping the secret: %w", err))
	}
	err := os.Link(draft, name)
	if err := errors.Join(os.Remove(draft), ignore(err, fs.ErrExist)); err != nil {
		return fmt.Errorf("keeping the secret: %w", err)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return fmt.Errorf("reading the secret: %w", err)
	}
	secret := strings.TrimSpace(string(text))
	if len(secret) < secretLength {
		return fmt.Errorf("the secret in %s is shorter than %d characters; if it is damaged, remove the file: "+
			"everybody logs in again, and whose second step is an app needs it removed by: vatra user factor --remove", name, secretLength)
	}
	p.Secret = []byte(secret)
	return nil
}

func ignore(err, known error) error {
	if errors.Is(err, known) {
		return nil
	}
	return err
}

// openSchool joins the parts that need no other machine. The queue does not work yet: see work.
func (p *Parts) openSchool(context.Context) (err error) {
	kept, err := p.Config.auditKept()
	if err != nil {
		return err
	}
	scanner, err := p.Config.scanner()
	if err != nil {
		return err
	}
	p.School, err = lms.NewSchool(p.DB, p.Blobs, lms.Config{
		BaseURL: p.Config.BaseURL, Secret: p.Secret, JobsAtOnce: jobsAtOnce, Log: p.Config.Log, AuditKept: kept,
		Uploads: p.Config.Uploads, Guard: p.Config.Guard, Drawer: p.Config.Drawer, Scanner: scanner,
	})
	return err
}

// jobsAtOnce is how many jobs one node works at a time.
const jobsAtOnce = 4

// work lets the queue work: mails, and what is done again and again.
func (p *Parts) work(ctx context.Context) error {
	sender, err := p.sender()
	if err != nil {
		return err
	}
	p.Register(sender)
	return p.Queue.Start(ctx)
}

func (p *Parts) sender() (mail.Sender, error) {
	if p.Config.SMTPURL == "" {
		outbox, err := mail.OpenOutbox(filepath.Join(p.Config.Data, outboxFolder), p.Config.sender())
		return outbox, dataFault(p.Config.Data, err)
	}
	return mail.OpenSMTP(p.Config.SMTPURL, p.Config.sender())
}
