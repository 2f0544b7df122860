package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"

	"vatra/cmd/vatra/serve"
	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/intake"
)

// importCommand is `vatra import`.
type importCommand struct {
	Files  []string `arg:"" name:"file" help:"Folders or archives: Markdown with or without course.yaml, Common Cartridge."`
	DryRun bool     `help:"Only tell what would be taken; needs no database."`
	Apart  bool     `hidden:"" help:"Import the one file in this program, and tell of it as one program tells another."`
	JSON   bool     `name:"json" help:"Tell it as JSON, one object a file."`
}

// Run imports each file, each in a program of its own. One that cannot be taken does not keep the others from it.
func (c importCommand) Run(ctx context.Context, s *settings, screen console) error {
	if c.Apart {
		return c.apart(ctx, s, screen)
	}
	if c.DryRun {
		return c.each(screen, func(path string) (intake.Report, error) {
			return guarded(ctx, s, path, "import", "--apart", "--dry-run", path)
		})
	}
	return onParts(ctx, s, screen, func(*serve.Parts) error {
		return c.each(screen, func(path string) (intake.Report, error) { return guarded(ctx, s, path, "import", "--apart", path) })
	})
}

func (c importCommand) each(screen console, take func(path string) (intake.Report, error)) error {
	var faults []error
	for _, path := range c.Files {
		report, err := take(path)
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %s", filepath.Base(path), sentence(err)))
			continue
		}
		if err := c.print(screen, report); err != nil {
			return err
		}
	}
	return errors.Join(faults...)
}

// importLine is an import's report as a program reads it.
type importLine struct {
	Format    string          `json:"format"`
	Code      string          `json:"code"`
	Title     string          `json:"title"`
	Languages []string        `json:"languages"`
	Lessons   int             `json:"lessons"`
	Assets    int             `json:"assets"`
	Questions map[string]int  `json:"questions"`
	Version   int             `json:"version,omitempty"` // of the course that it became; none in a dry run
	Unchanged bool            `json:"unchanged"`
	Warnings  []importWarning `json:"warnings"`
}

type importWarning struct {
	Entry  string `json:"entry"`
	Reason string `json:"reason"`
}

func (c importCommand) print(screen console, report intake.Report) error {
	line := importLine{
		Format: report.Format, Code: report.Code, Title: report.Title, Languages: report.Languages,
		Lessons: report.Lessons, Assets: report.Assets, Questions: map[string]int{}, Unchanged: report.Unchanged,
		Version: report.Version, Warnings: []importWarning{},
	}
	total := 0
	for kind, n := range report.Questions {
		line.Questions[string(kind)] = n
		total += n
	}
	english := i18n.For("en")
	for _, w := range report.Warnings {
		line.Warnings = append(line.Warnings, importWarning{
			Entry: w.Entry, Reason: english.Message(fault.Message{Key: w.Key, Args: w.Args}),
		})
	}
	if c.JSON {
		return json.NewEncoder(screen.out).Encode(line)
	}
	fmt.Fprintf(screen.out, "%s (%s, %v): %d lessons, %d assets, %d questions\n",
		line.Title, line.Format, line.Languages, line.Lessons, line.Assets, total)
	if line.Version > 0 {
		fmt.Fprintf(screen.out, "  it became version %d of %s\n", line.Version, line.Code)
	}
	if line.Unchanged {
		fmt.Fprintln(screen.out, "  it is here already: nothing was changed")
	}
	for _, w := range line.Warnings {
		fmt.Fprintf(screen.out, "  %s: %s\n", w.Entry, w.Reason)
	}
	return nil
}
