// Package pgserver owns a private PostgreSQL: it makes the cluster in a folder, runs the server as a child on a Unix
// socket, restarts it when it falls and stops it with the program. It knows no table and imports nothing of Vatra but
// fault and child.
package pgserver

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"

	"vatra/lms/child"
)

// Options say where the cluster lives and what it may forget.
type Options struct {
	Dir        string       // the cluster's folder; made when missing
	Log        *slog.Logger // told of restarts; may be nil
	Disposable bool         // no fsync: for tests, whose data nobody needs after a crash
}

// Server is a running private PostgreSQL.
type Server struct {
	opts    Options
	bin     string
	account *syscall.Credential // whom to run as; nil: as ourselves
	socket  string              // folder of the socket
	lock    *os.File

	life context.Context // ends with Stop; what starts the server again heeds it
	end  context.CancelFunc

	mu         sync.Mutex // held while the server is started or stopped
	postmaster *postmaster
}

// postmaster is one process of the server, from its start to its end.
type postmaster struct {
	process *os.Process
	exited  <-chan struct{}
}

// ErrMissing says that this machine has no PostgreSQL server programs.
var ErrMissing = errors.New("PostgreSQL is not installed: install it (Debian: apt-get install postgresql) " +
	"or set VATRA_DATABASE_URL to a server that runs elsewhere")

// Start makes the cluster if there is none, starts it and returns when it answers. It refuses, with a sentence, when
// another server holds the folder, when the cluster was made by another major version, and when the account that
// PostgreSQL has to run as cannot reach the folder.
func Start(ctx context.Context, opts Options) (*Server, error) {
	if opts.Log == nil {
		opts.Log = slog.New(slog.DiscardHandler)
	}
	bin, err := programs()
	if err != nil {
		return nil, err
	}
	dir, err := filepath.Abs(opts.Dir)
	if err != nil {
		return nil, err
	}
	opts.Dir = dir
	account, err := accountFor(dir)
	if err != nil {
		return nil, err
	}
	s := &Server{opts: opts, bin: bin, account: account}
	s.life, s.end = context.WithCancel(context.WithoutCancel(ctx))
	if err := s.prepare(ctx); err != nil {
		s.release()
		return nil, err
	}
	if err := s.launch(ctx); err != nil {
		s.release()
		return nil, err
	}
	if err := s.createDatabase(ctx); err != nil {
		return nil, errors.Join(err, s.Stop())
	}
	return s, nil
}

// URL is the connection string of the database called "vatra".
func (s *Server) URL() string { return urlOf(s.socket, "vatra") }

// Beside is the URL of the server that another program runs on the folder. It is false where none runs, or one that is only
// beginning; after a crash it may be that of a server which is gone.
func Beside(dir string) (url string, runs bool) {
	socket := socketNoted(dir)
	return urlOf(socket, "vatra"), socket != ""
}

func urlOf(socket, database string) string {
	return fmt.Sprintf("host='%s' user=vatra dbname=%s sslmode=disable", socket, database)
}

// Stop shuts the server down: clients are cut off, everything committed is on disk.
func (s *Server) Stop() error {
	s.end()
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.release()
	return s.postmaster.stop()
}

// Restart stops the server as Stop does and starts it again.
func (s *Server) Restart(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.postmaster.stop(); err != nil {
		return err
	}
	return s.launch(ctx)
}

// stop asks for a fast shutdown and, when that takes too long, for an immediate one, which the write-ahead log mends.
func (p *postmaster) stop() error {
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGQUIT, syscall.SIGKILL} {
		if err := p.process.Signal(signal); err != nil && !errors.Is(err, os.ErrProcessDone) {
			return fmt.Errorf("stopping PostgreSQL: %w", err)
		}
		select {
		case <-p.exited:
			return nil
		case <-time.After(20 * time.Second):
		}
	}
	return errors.New("PostgreSQL does not stop")
}

// launch starts the process, waits until it answers and watches over it. Its caller holds mu or is alone.
func (s *Server) launch(ctx context.Context) error {
	if err := s.clearStale(ctx); err != nil {
		return err
	}
	output, err := os.OpenFile(s.logFile(), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer output.Close()
	args := []string{
		"-D", s.opts.Dir, "-k", s.socket,
		"-c", "listen_addresses=", "-c", "shared_buffers=64MB", "-c", "max_connections=60",
		"-c", "timezone=UTC", "-c", "log_timezone=UTC",
	}
	if s.opts.Disposable {
		args = append(args, "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off",
			"-c", "autovacuum=off", "-c", "max_wal_size=128MB", "-c", "max_connections=1000",
			"-c", "jit=off", "-c", "max_logical_replication_workers=0")
	}
	cmd := exec.Command(filepath.Join(s.bin, "postgres"), args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = s.opts.Dir, output, output
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.account, Setpgid: true}
	exited, err := child.Start(cmd, syscall.SIGINT)
	if err != nil {
		return fmt.Errorf("starting PostgreSQL: %w", err)
	}
	current := &postmaster{cmd.Process, exited}
	if err := s.awaitReady(ctx, exited); err != nil {
		return errors.Join(err, current.stop())
	}
	s.postmaster = current
	go s.watch(current)
	return nil
}

// watch starts the server again when it ends without being asked to: whoever asked holds mu until Stop or Restart is
// through, and by then life is over or another postmaster runs.
func (s *Server) watch(current *postmaster) {
	<-current.exited
	for wait := 100 * time.Millisecond; s.fallen(current); wait = min(2*wait, 10*time.Second) {
		select {
		case <-s.life.Done():
		case <-time.After(wait):
		}
	}
}

// fallen reports whether the postmaster has ended by itself and the server could not be started again.
func (s *Server) fallen(current *postmaster) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.postmaster != current || s.life.Err() != nil {
		return false
	}
	s.opts.Log.Error("PostgreSQL ended without being asked to; starting it again", "log", s.logFile())
	if err := s.launch(s.life); err != nil {
		s.opts.Log.Error("PostgreSQL does not start", "error", err)
		return true
	}
	return false
}

func (s *Server) awaitReady(ctx context.Context, exited <-chan struct{}) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		conn, err := pgx.Connect(ctx, urlOf(s.socket, "postgres"))
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-exited:
			return fmt.Errorf("PostgreSQL did not start: %s", s.lastWords())
		case <-ctx.Done():
			return fmt.Errorf("PostgreSQL does not answer: %w", err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func (s *Server) createDatabase(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, urlOf(s.socket, "postgres"))
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	var exists bool
	const known = "SELECT EXISTS (SELECT FROM pg_database WHERE datname = 'vatra')"
	if err := conn.QueryRow(ctx, known).Scan(&exists); err != nil || exists {
		return err
	}
	_, err = conn.Exec(ctx, "CREATE DATABASE vatra")
	return err
}

func (s *Server) logFile() string { return s.opts.Dir + ".log" }

// lastWords is the end of the server's log, where PostgreSQL says why it gave up.
func (s *Server) lastWords() string {
	f, err := os.Open(s.logFile())
	if err != nil {
		return err.Error()
	}
	defer f.Close()
	all, err := io.ReadAll(io.LimitReader(f, 64<<10))
	if err != nil {
		return err.Error()
	}
	lines := strings.Split(strings.TrimSpace(string(all)), "\n")
	return strings.Join(lines[max(0, len(lines)-3):], "; ")
}
