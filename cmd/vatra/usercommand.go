package main

import (
	"context"
	"fmt"

	"vatra/cmd/vatra/serve"
	"vatra/lms/access"
	"vatra/lms/people/roll"
)

// userCommand is `vatra user`.
type userCommand struct {
	Add      userAdd      `cmd:"" help:"Open an account that is confirmed at once."`
	Role     userRole     `cmd:"" help:"Change what somebody may do."`
	Trains   userTrains   `cmd:"" help:"Tell of which courses somebody is a trainer, and change it."`
	Password userPassword `cmd:"" help:"Set a new password and log its owner out everywhere."`
	Factor   userFactor   `cmd:"" help:"Tell what somebody shows beside their password when logging in, and remove it when it is lost."`
}

const passwordHelp = "The password is asked for at the terminal, or read from the first line of the standard input; " +
	"where none is given, one is made and printed."

type userAdd struct {
	Email    string `arg:"" help:"E-mail address, with which they log in."`
	Name     string `arg:"" help:"Full name, as it shall stand on certificates."`
	Role     string `default:"learner" enum:"learner,trainer,administrator" help:"learner, trainer or administrator."`
	Language string `default:"ro" enum:"ro,bg,en,sq,mk,sr" help:"ro, bg, en, sq, mk or sr."`
}

// Help tells where the password comes from.
func (userAdd) Help() string { return passwordHelp }

// Run opens the account.
func (c userAdd) Run(ctx context.Context, s *settings, screen console) error {
	return onParts(ctx, s, screen, func(p *serve.Parts) error {
		password, made, err := askPassword(screen)
		if err != nil {
			return err
		}
		person, err := p.People.Add(ctx, access.Operator(),
			roll.Newcomer{Email: c.Email, Name: c.Name, Password: password, Locale: c.Language}, access.Role(c.Role))
		if err != nil {
			return err
		}
		fmt.Fprintf(screen.out, "%s can log in as %s\n", person.Email, person.Role)
		return printMade(screen, password, made)
	})
}

type userRole struct {
	Email string `arg:"" help:"E-mail address of the account."`
	Role  string `arg:"" enum:"learner,trainer,administrator" help:"learner, trainer or administrator."`
}

// Run changes the role.
func (c userRole) Run(ctx context.Context, s *settings, screen console) error {
	return onParts(ctx, s, screen, func(p *serve.Parts) error {
		person, err := p.People.PersonByEmail(ctx, access.Operator(), c.Email)
		if err != nil {
			return err
		}
		if err := p.People.SetRole(ctx, access.Operator(), person.ID, access.Role(c.Role)); err != nil {
			return err
		}
		fmt.Fprintf(screen.out, "%s is now %s\n", person.Email, c.Role)
		return nil
	})
}

type userTrains struct {
	Email    string   `arg:"" help:"E-mail address of a trainer."`
	Courses  []string `arg:"" optional:"" name:"course" help:"Codes of courses to make them a trainer of."`
	Withdraw bool     `help:"Take these courses away from them instead."`
}

// Run gives the courses, or takes them away, and lists those that the person trains then.
func (c userTrains) Run(ctx context.Context, s *settings, screen console) error {
	return onParts(ctx, s, screen, func(p *serve.Parts) error {
		person, err := p.People.PersonByEmail(ctx, access.Operator(), c.Email)
		if err != nil {
			return err
		}
		change := p.Teaching.Appoint
		if c.Withdraw {
			change = p.Teaching.Dismiss
		}
		for _, code := range c.Courses {
			if err := change(ctx, access.Operator(), person.ID, code); err != nil {
				return fmt.Errorf("%s: %s", code, sentence(err))
			}
		}
		trained, err := p.Teaching.TrainedBy(ctx, access.Operator(), person.ID)
		if err != nil {
			return err
		}
		if len(trained) == 0 {
			fmt.Fprintf(screen.out, "%s is not a trainer of any course\n", person.Email)
		}
		for _, course := range trained {
			fmt.Fprintf(screen.out, "%s is a trainer of %s\n", person.Email, course.Code)
		}
		return nil
	})
}

type userPassword struct {
	Email string `arg:"" help:"E-mail address of the account."`
}

// Help tells where the password comes from.
func (userPassword) Help() string { return passwordHelp }

// Run sets the password.
func (c userPassword) Run(ctx context.Context, s *settings, screen console) error {
	return onParts(ctx, s, screen, func(p *serve.Parts) error {
		person, err := p.People.PersonByEmail(ctx, access.Operator(), c.Email)
		if err != nil {
			return err
		}
		password, made, err := askPassword(screen)
		if err != nil {
			return err
		}
		if err := p.People.SetPassword(ctx, access.Operator(), person.ID, password); err != nil {
			return err
		}
		fmt.Fprintf(screen.out, "%s has a new password\n", person.Email)
		return printMade(screen, password, made)
	})
}

func printMade(screen console, password string, made bool) error {
	if !made {
		return nil
	}
	_, err := fmt.Fprintf(screen.out, "password: %s\n", password)
	return err
}
