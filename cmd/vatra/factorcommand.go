package main

import (
	"context"
	"fmt"

	"vatra/cmd/vatra/serve"
	"vatra/lms/access"
	"vatra/lms/factors"
)

// userFactor is `vatra user factor`.
type userFactor struct {
	Email  string `arg:"" help:"E-mail address of the account."`
	Remove bool   `help:"Remove all of it: app, passkeys and recovery codes. The password alone is then enough."`
}

// Run tells what there is, or removes it.
func (c userFactor) Run(ctx context.Context, s *settings, screen console) error {
	return onParts(ctx, s, screen, func(p *serve.Parts) error {
		person, err := p.People.PersonByEmail(ctx, access.Operator(), c.Email)
		if err != nil {
			return err
		}
		if c.Remove {
			if err := p.Factors.Reset(ctx, access.Operator(), person.ID); err != nil {
				return err
			}
			fmt.Fprintf(screen.out, "%s logs in with the password alone now\n", person.Email)
			return nil
		}
		state, err := p.Factors.Of(ctx, access.Operator(), person.ID)
		if err != nil {
			return err
		}
		fmt.Fprintf(screen.out, "%s: %s\n", person.Email, factorsOf(state))
		return nil
	})
}

// factorsOf says in a line what somebody has.
func factorsOf(state factors.State) string {
	if !state.Any() {
		return "the password alone"
	}
	app := "no app"
	if state.App() {
		app = "an authenticator app since " + state.AppSince.UTC().Format("2006-01-02")
	}
	return fmt.Sprintf("%s, passkeys: %d, recovery codes left: %d", app, len(state.Passkeys), state.CodesLeft)
}
