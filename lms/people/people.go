// Package people owns accounts: who there is, how they register, log in and prove who they are, the links that are mailed
// to them, and how administrators manage them.
//
// What is done to an account takes the actor, and asks what they may. Whoever opens an account, logs in or follows a mailed
// link is nobody yet, which is what access.OpenAccount is for: those take the visitor, and limits and secrets guard them.
// Passwords are kept as people/password does, and who has proved who they are gets a session of lms/sessions.
package people

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/jobs"
	"vatra/lms/limits"
	"vatra/lms/notify"
	"vatra/lms/people/password"
	"vatra/lms/people/proof"
	"vatra/lms/people/roll"
	"vatra/lms/people/spelling"
	"vatra/lms/pg"
	"vatra/lms/site"
)

// People keeps who there is and how they prove who they are.
type People struct {
	db        *pg.DB
	house     *site.House
	limits    *limits.Limits
	passwords *password.Keeper
	desk      *proof.Desk
	log       *audit.Log
	conf      Config
}

// Config is what People needs beside the database.
type Config struct {
	// Office writes the letters, whose links lead to the paths of the constants Path….
	Office *notify.Office
	// Queue works what is answered later: see SendReset and SendAddress.
	Queue *jobs.Queue
	// Log is told who comes, and what is done to accounts.
	Log *audit.Log
	// SecondStep reports, in the transaction that would open their session, whether somebody whose password was right has a
	// second step to take; nil: nobody has.
	SecondStep func(ctx context.Context, tx bun.Tx, userID uuid.UUID) (bool, error)
	// PasswordCost is that of keeping a password; zero is password.Recommended.
	PasswordCost password.Cost
}

// New keeps people in db.
func New(db *pg.DB, house *site.House, limits *limits.Limits, conf Config) *People {
	passwords := password.New(conf.PasswordCost)
	desk := proof.New(limits, passwords, conf.Log)
	return &People{db: db, house: house, limits: limits, passwords: passwords, desk: desk, log: conf.Log, conf: conf}
}

// Myself is the actor as they are now.
func (p *People) Myself(ctx context.Context, actor access.Actor) (roll.Person, error) {
	if err := actor.Require(access.KeepAccount); err != nil {
		return roll.Person{}, err
	}
	return p.person(ctx, "id", actor.UserID)
}

// Person is the person with the id; NotFound people.not_found.
func (p *People) Person(ctx context.Context, actor access.Actor, id uuid.UUID) (roll.Person, error) {
	if err := actor.Require(access.ManagePeople); err != nil {
		return roll.Person{}, err
	}
	return p.person(ctx, "id", id)
}

func (p *People) person(ctx context.Context, column bun.Ident, value any) (roll.Person, error) {
	var person roll.Person
	err := p.db.NewRaw(`SELECT `+roll.Columns+` FROM users WHERE ? = ?`, column, value).Scan(ctx, &person)
	return person, pg.Found(err, "people.not_found")
}

// PersonByEmail is the person with the address in any spelling; NotFound people.not_found.
func (p *People) PersonByEmail(ctx context.Context, actor access.Actor, email string) (roll.Person, error) {
	if err := actor.Require(access.ManagePeople); err != nil {
		return roll.Person{}, err
	}
	canonical, ok := spelling.Email(email)
	if !ok {
		return roll.Person{}, fault.New(fault.NotFound, "people.not_found")
	}
	return p.person(ctx, "email", canonical)
}

// ChangeLocale sets the language in which the actor reads pages and mails.
func (p *People) ChangeLocale(ctx context.Context, actor access.Actor, locale string) error {
	if err := actor.Require(access.KeepAccount); err != nil {
		return err
	}
	fields := fault.Fields{}
	i18n.CheckKnown(fields, "locale", locale)
	if err := fields.Err(); err != nil {
		return err
	}
	return p.change(ctx, `UPDATE users SET locale = ? WHERE id = ?`, locale, actor.UserID)
}

// ChangeName sets the actor's name as it will stand on later certificates, and notes that they have confirmed it; also where
// it is the name that they have already. Earlier certificates stay as they are until their holder has them issued anew.
//
// The name is asked about once, where somebody is about to earn a certificate: at the last step before a quiz, and again
// beside the certificates while it was never confirmed. Nothing waits for the answer: an award follows from the last thing
// missing, in the same transaction, and who has just handed in an exam must not find that a question stood in the way. What
// was awarded in a wrong name can be issued anew, which is why asking late loses nothing.
func (p *People) ChangeName(ctx context.Context, actor access.Actor, name string) error {
	person, err := p.Myself(ctx, actor)
	if err != nil {
		return err
	}
	fields := fault.Fields{}
	name = spelling.CheckName(fields, "name", name)
	if err := fields.Err(); err != nil {
		return err
	}
	return p.change(ctx, `UPDATE users SET name = ?, confirmed_name = ?, search = ? WHERE id = ?`,
		name, name, spelling.Search(name, person.Email), actor.UserID)
}

// change runs a statement that must touch one person.
func (p *People) change(ctx context.Context, statement string, args ...any) error {
	return pg.ChangeOne(ctx, p.db, "people.not_found", statement, args...)
}
