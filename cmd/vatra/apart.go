package main

import (
	"context"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"

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
	return confined(ctx, screen, func(ctx context.Context) (report intake.Report, err error) {
		return report, onParts(ctx, s, screen, func(p *serve.Parts) error { return p.Imports.Run(ctx, c.ID) })
	})
}

// apart imports the one file, on behalf of the command that started this one.
func (c importCommand) apart(ctx context.Context, s *settings, screen console) error {
	return confined(ctx, screen, func(ctx context.Context) (report intake.Report, err error) {
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
func confined(ctx context.Context, screen console, do func(context.Context) (intake.Report, error)) error {
	if err := child.Confine(intake.MemoryLimit); err != nil {
		return err
	}
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

// again gives this program with other arguments and the same settings.
func (s *settings) again() (func(args ...string) *exec.Cmd, error) {
	self, err := os.Executable()
	return func(args ...string) *exec.Cmd {
		cmd := exec.Command(self, args...)
		cmd.Env = s.environment
		return cmd
	}, err
}

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
