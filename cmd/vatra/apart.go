package main

import (
	"context"
	"crypto/rand"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/uuid"

	"vatra/cmd/vatra/serve"
	"vatra/content/importers"
	"vatra/lms/child"
	"vatra/lms/intake"
)

// An import is done by this program started once more: see intake.Guard.

// givenCommand is `vatra import-given`: an import that was handed in on the site.
type givenCommand struct {
	ID uuid.UUID `arg:"" help:"Which import."`
}

// Run does the import, on behalf of the server that started it.
func (c givenCommand) Run(ctx context.Context, s *settings, screen console) error {
	return confined(ctx, s, screen, func(ctx context.Context) (report intake.Report, err error) {
		return report, onParts(ctx, s, screen, func(p *serve.Parts) error { return p.Imports.Run(ctx, c.ID) })
	})
}

// apart imports the one file, on behalf of the command that started this one.
func (c importCommand) apart(ctx context.Context, s *settings, screen console) error {
	return confined(ctx, s, screen, func(ctx context.Context) (report intake.Report, err error) {
		pkg, err := importers.Open(ctx, c.Files[0])
		if err != nil {
			return report, err
		}
		defer pkg.Close()
		if c.DryRun {
			return intake.Survey(ctx, pkg)
		}
		err = onParts(ctx, s, screen, func(p *serve.Parts) error {
			report, err = p.Installer.Install(ctx, pkg, uuid.Nil, nil)
			return err
		})
		return report, err
	})
}

// confined does an import within its bounds. Nothing of this program may be running yet that it could take down with it.
func confined(ctx context.Context, s *settings, screen console, do func(context.Context) (intake.Report, error)) error {
	if err := child.Confine(intake.MemoryLimit); err != nil {
		return err
	}
	s.signNothing()
	return intake.Speak(ctx, screen.out, do)
}

// guarded has this program, started once more with the arguments, import the file or folder at path.
func guarded(ctx context.Context, s *settings, path string, args ...string) (intake.Report, error) {
	program, err := s.again()
	if err != nil {
		return intake.Report{}, err
	}
	return new(intake.Guard).Run(ctx, program(args...), filepath.Base(path), sizeOf(path))
}

// guard is how the server has imports done that were handed in.
func (s *settings) guard() (*intake.Guard, error) {
	program, err := s.again()
	if err != nil {
		return nil, err
	}
	return &intake.Guard{Given: func(id uuid.UUID) *exec.Cmd { return program("import-given", id.String()) }}, nil
}

// again gives this program with other arguments, for an import, and with what that needs of the environment.
func (s *settings) again() (func(args ...string) *exec.Cmd, error) {
	self, err := os.Executable()
	return func(args ...string) *exec.Cmd {
		cmd := exec.Command(self, args...)
		cmd.Env = forImports(s.environment)
		return cmd
	}, err
}

// needed is all that an import needs of the environment: where database, object store and files are, and how they are reached.
// What signs, and what reaches the mail server, stays here.
var needed = []string{
	"VATRA_DATA", "VATRA_DATABASE_URL",
	"VATRA_S3_ENDPOINT", "VATRA_S3_BUCKET", "VATRA_S3_ACCESS_KEY", "VATRA_S3_SECRET_KEY", "VATRA_S3_REGION", "VATRA_S3_TLS",
	"HOME", "TMPDIR", // ~/.pgpass and its like; temporary files
	"PGPASSWORD", "PGPASSFILE", "PGSERVICE", "PGSERVICEFILE", "PGSSLMODE", "PGSSLCERT", "PGSSLKEY", "PGSSLPASSWORD", "PGSSLROOTCERT",
	"PGSSLSNI", "PGHOST", "PGPORT", "PGDATABASE", "PGUSER", "PGTARGETSESSIONATTRS",
	"SSL_CERT_FILE", "SSL_CERT_DIR", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy",
}

// forImports leaves of an environment what an import needs. It is never nil, which would be all of it.
func forImports(environment []string) []string {
	left := []string{}
	for _, entry := range environment {
		if name, _, _ := strings.Cut(entry, "="); slices.Contains(needed, name) {
			left = append(left, entry)
		}
	}
	return left
}

// signNothing stands in for the secret of the site, which an import has no use for.
func (s *settings) signNothing() { s.values["VATRA_SECRET"] = rand.Text() + rand.Text() }

// sizeOf is how large a file is, or a folder with all in it; what cannot be read has no size, and is refused when it is opened.
func sizeOf(path string) (size int64) {
	_ = filepath.WalkDir(path, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil {
			return fs.SkipDir
		}
		if info, err := entry.Info(); err == nil && info.Mode().IsRegular() {
			size += info.Size()
		}
		return nil
	})
	return size
}
