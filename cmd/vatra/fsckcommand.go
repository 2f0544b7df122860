package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"vatra/cmd/vatra/serve"
	"vatra/lms/i18n"
	"vatra/lms/upkeep"
)

// fsckCommand is `vatra fsck`.
type fsckCommand struct {
	Repair bool          `help:"Delete what nothing names, and print lost certificates again."`
	Hash   bool          `help:"Read every object to its end, to find those that were damaged without changing their size."`
	Grace  time.Duration `default:"24h" help:"How long what nothing names is left alone; no upload or import may take longer."`
	JSON   bool          `name:"json" help:"Tell it as JSON: an object a finding, each on a line, and one at the end with the summary."`
}

// Help tells the exit codes.
func (fsckCommand) Help() string {
	return "Exit code 0: all is well, or was repaired. 1: it could not be looked at. 3: something is left that is not as it should be; " +
		"a file of a course that was lost or damaged is put right by bringing the course's package in again. " +
		"What is foreign in the store is told and never touched. Servers may run meanwhile."
}

// Run looks.
func (c fsckCommand) Run(ctx context.Context, s *settings, screen console) error {
	if c.Grace < time.Hour {
		return errors.New("--grace is shorter than an hour: an import that is under way could lose its files")
	}
	return onParts(ctx, s, screen, func(p *serve.Parts) error {
		if c.Repair {
			if err := forget(ctx, p, c.Grace); err != nil {
				return err
			}
		}
		options := upkeep.Options{Hash: c.Hash, Repair: c.Repair, Grace: c.Grace}
		sum, err := p.Upkeep.Check(ctx, options, func(f upkeep.Finding) error { return c.tell(screen, f) })
		if err != nil {
			return err
		}
		if err := c.end(screen, sum); err != nil {
			return err
		}
		if sum.Left > 0 {
			return withCode{code: 3}
		}
		return nil
	})
}

// forget gives up what has had its time: what it names can be cleared away then.
func forget(ctx context.Context, p *serve.Parts, grace time.Duration) error {
	const atOnce = 500
	for {
		packages, err := p.Imports.Forget(ctx)
		if err != nil {
			return err
		}
		files, err := p.Courses.ForgetUnused(ctx, grace, atOnce)
		if err != nil || packages+files == 0 {
			return err
		}
	}
}

var findings = map[upkeep.Kind]string{
	upkeep.Missing: "the object is not there", upkeep.Size: "the object has another size", upkeep.Hash: "the object is damaged",
	upkeep.LostPaper: "the paper of a certificate is lost or damaged", upkeep.Orphan: "nothing names the object",
	upkeep.Foreign: "this is no object of Vatra's",
}

func (c fsckCommand) tell(screen console, f upkeep.Finding) error {
	if c.JSON {
		return json.NewEncoder(screen.out).Encode(f)
	}
	text := f.SHA256 + f.Key + ": " + findings[f.Kind]
	if f.Repaired {
		text += " (repaired)"
	}
	for _, where := range f.Where {
		text += "\n  used in " + where
	}
	_, err := fmt.Fprintln(screen.out, text)
	return err
}

func (c fsckCommand) end(screen console, sum upkeep.Summary) error {
	if c.JSON {
		return json.NewEncoder(screen.out).Encode(map[string]upkeep.Summary{"summary": sum})
	}
	size := strings.ReplaceAll(i18n.For("en").Size(sum.Bytes), "\u00a0", " ")
	_, err := fmt.Fprintf(screen.out, "%d objects (%s) and %d rows were looked at; repaired: %d, left: %d, foreign: %d\n",
		sum.Objects, size, sum.Rows, sum.Repaired, sum.Left, sum.Findings[upkeep.Foreign])
	return err
}
