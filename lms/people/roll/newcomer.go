package roll

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/people/spelling"
)

// Newcomer is what somebody gives to open an account.
type Newcomer struct {
	Email    string // of an invitation it is not asked: the link knows it
	Name     string // as it shall stand on certificates
	Password string
	Locale   string
}

// Put writes a learner who is not confirmed yet, or gives the account that the address has. It is one statement
// and one written row in every case, so that the time tells nothing.
func Put(ctx context.Context, tx bun.Tx, newcomer Newcomer, hash string) (Account, error) {
	const waiting = `(u.confirmed_at IS NULL AND u.disabled_at IS NULL)`
	const statement = `
		INSERT INTO users AS u (id, email, name, password_hash, locale, role, search) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (email) DO UPDATE SET
			name = CASE WHEN ` + waiting + ` THEN excluded.name ELSE u.name END,
			search = CASE WHEN ` + waiting + ` THEN excluded.search ELSE u.search END,
			locale = CASE WHEN ` + waiting + ` THEN excluded.locale ELSE u.locale END,
			password_hash = CASE WHEN ` + waiting + ` THEN excluded.password_hash ELSE u.password_hash END
		RETURNING ` + AccountColumns
	var person Account
	err := tx.NewRaw(statement, uuid.Must(uuid.NewV7()), newcomer.Email, newcomer.Name, hash, newcomer.Locale, access.RoleLearner,
		spelling.Search(newcomer.Name, newcomer.Email)).Scan(ctx, &person)
	if err != nil {
		return Account{}, fmt.Errorf("writing a newcomer: %w", err)
	}
	return person, nil
}

// Admit writes a person whose address is known to be theirs. It takes an unconfirmed account over, whoever opened it.
func Admit(ctx context.Context, tx bun.Tx, newcomer Newcomer, hash string, role access.Role) (Account, error) {
	const statement = `
		INSERT INTO users AS u (id, email, name, password_hash, locale, role, search, confirmed_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, now())
		ON CONFLICT (email) DO UPDATE SET name = excluded.name, search = excluded.search, locale = excluded.locale,
			role = excluded.role, password_hash = excluded.password_hash, confirmed_at = excluded.confirmed_at
		WHERE u.confirmed_at IS NULL AND u.disabled_at IS NULL
		RETURNING ` + AccountColumns
	var people []Account
	err := tx.NewRaw(statement, uuid.Must(uuid.NewV7()), newcomer.Email, newcomer.Name, hash, newcomer.Locale, role,
		spelling.Search(newcomer.Name, newcomer.Email)).Scan(ctx, &people)
	if err != nil {
		return Account{}, fmt.Errorf("writing a person: %w", err)
	}
	if len(people) == 0 {
		return Account{}, fault.New(fault.Conflict, "people.already_has_account")
	}
	if err := access.EndGrants(ctx, tx, people[0].ID); err != nil {
		return Account{}, err
	}
	_, err = tx.ExecContext(ctx, `DELETE FROM tokens WHERE email = ? AND used_at IS NULL`, newcomer.Email)
	return people[0], err
}
