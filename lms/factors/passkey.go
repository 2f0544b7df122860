package factors

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/fault"
	"vatra/lms/pg"
	"vatra/lms/text"
)

const (
	passkeysEach = 20
	// NameMax is how long the name of a passkey may be, in characters.
	NameMax = 60
)

// BeginPasskey is what the actor's browser is given to make a passkey (Web Authentication, section 5.1.3): one that can be
// found without a name (section 4, discoverable), and whose use asks for a finger, a face or a PIN. house and account are
// what the browser shows. Conflict factors.passkeys_many, factors.passkeys_impossible.
func (f *Factors) BeginPasskey(ctx context.Context, actor access.Actor, house, account string) (*protocol.CredentialCreation, error) {
	if err := actor.Require(access.KeepAccount); err != nil {
		return nil, err
	}
	if err := f.mustHavePasskeys(); err != nil {
		return nil, err
	}
	records, err := recordsOf(ctx, f.db, actor.UserID)
	if err != nil {
		return nil, err
	}
	if len(records) >= passkeysEach {
		return nil, fault.New(fault.Conflict, "factors.passkeys_many", "Max", passkeysEach)
	}
	known := webauthn.Credentials(records).CredentialDescriptors()
	options, asked, err := f.web.BeginRegistration(holder{actor.UserID, account, records}, webauthn.WithExclusions(known),
		func(options *protocol.PublicKeyCredentialCreationOptions) error {
			options.RelyingParty.Name = house
			return nil
		})
	if err != nil {
		return nil, fmt.Errorf("asking for a passkey: %w", err)
	}
	return options, f.keepChallenge(ctx, toAdd, actor.UserID, asked)
}

// AddPasskey takes the passkey that the actor's browser made, and ends their sessions but the one of the token here. Where they
// had no factor yet it gives their recovery codes. Faults: Invalid with the field passkey_name, Invalid factors.passkey_late or factors.passkey_failed, Conflict
// factors.passkey_known.
func (f *Factors) AddPasskey(ctx context.Context, actor access.Actor, name string, answer []byte, here string) (codes []string, err error) {
	if err := actor.Require(access.KeepAccount); err != nil {
		return nil, err
	}
	if err := f.mustHavePasskeys(); err != nil {
		return nil, err
	}
	name, err = checkName("passkey_name", name)
	if err != nil {
		return nil, err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return nil, refused(err)
	}
	asked, err := f.spendChallenge(ctx, toAdd, parsed.Response.CollectedClientData)
	if err != nil {
		return nil, err
	}
	record, err := f.web.CreateCredential(holder{id: actor.UserID}, asked, parsed)
	if err != nil {
		return nil, refused(err)
	}
	text, err := json.Marshal(record)
	if err != nil {
		return nil, err
	}
	err = f.changeWays(ctx, actor, actor.UserID, here, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		const statement = `INSERT INTO factor_passkeys (id, user_id, credential_id, name, record) VALUES (?, ?, ?, ?, ?::jsonb)`
		_, err := tx.ExecContext(ctx, statement, uuid.Must(uuid.NewV7()), actor.UserID, record.ID, name, string(text))
		if pg.Violates(err, "factor_passkeys_one_owner_each") {
			return fault.New(fault.Conflict, "factors.passkey_known")
		}
		if err != nil {
			return fmt.Errorf("keeping a passkey: %w", err)
		}
		if codes, err = f.firstCodes(ctx, tx, actor.UserID); err != nil {
			return err
		}
		return f.tell(ctx, tx, note, actor, ofPasskey(audit.FactorAdded, actor.UserID, name), "factors.changed.passkey_on", "Name", name)
	})
	return codes, err
}

// RenamePasskey gives one of the actor's passkeys another name. NotFound factors.nothing_there, Invalid with the field
// name.
func (f *Factors) RenamePasskey(ctx context.Context, actor access.Actor, id uuid.UUID, name string) error {
	if err := actor.Require(access.KeepAccount); err != nil {
		return err
	}
	name, err := checkName("name", name)
	if err != nil {
		return err
	}
	return pg.ChangeOne(ctx, f.db, "factors.nothing_there",
		`UPDATE factor_passkeys SET name = ? WHERE id = ? AND user_id = ?`, name, id, actor.UserID)
}

// RemovePasskey takes one of the actor's passkeys away, and ends their sessions but the one of the token here. Conflict
// factors.demanded_last; NotFound factors.nothing_there.
func (f *Factors) RemovePasskey(ctx context.Context, actor access.Actor, id uuid.UUID, here string) error {
	if err := actor.Require(access.KeepAccount); err != nil {
		return err
	}
	return f.changeWays(ctx, actor, actor.UserID, here, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		if err := mayLose(ctx, tx, actor); err != nil {
			return err
		}
		var name string
		err := tx.NewRaw(`DELETE FROM factor_passkeys WHERE id = ? AND user_id = ? RETURNING name`, id, actor.UserID).Scan(ctx, &name)
		if err != nil {
			return pg.Found(err, "factors.nothing_there")
		}
		if err := forgetCodesOfNothing(ctx, tx, actor.UserID); err != nil {
			return err
		}
		return f.tell(ctx, tx, note, actor, ofPasskey(audit.FactorRemoved, actor.UserID, name), "factors.changed.passkey_off", "Name", name)
	})
}

// ofPasskey is an entry about somebody's passkey.
func ofPasskey(event audit.Event, userID uuid.UUID, name string) audit.Entry {
	return audit.Entry{Event: event, Account: userID, Target: audit.FactorPasskey + " " + name}
}

// recordsOf are the credential records of a person.
func recordsOf(ctx context.Context, db bun.IDB, userID uuid.UUID) ([]webauthn.Credential, error) {
	var texts [][]byte
	if err := db.NewRaw(`SELECT record FROM factor_passkeys WHERE user_id = ? ORDER BY id`, userID).Scan(ctx, &texts); err != nil {
		return nil, fmt.Errorf("reading somebody's passkeys: %w", err)
	}
	records := make([]webauthn.Credential, len(texts))
	for i, text := range texts {
		if err := json.Unmarshal(text, &records[i]); err != nil {
			return nil, fmt.Errorf("reading a passkey: %w", err)
		}
	}
	return records, nil
}

// checkName gives back a name with single spaces.
func checkName(field, given string) (string, error) {
	fields := fault.Fields{}
	name := strings.Join(strings.Fields(given), " ")
	switch {
	case name == "":
		fields.Add(field, "error.required")
	case utf8.RuneCountInString(name) > NameMax:
		fields.Add(field, "people.text_long", "Max", NameMax)
	case text.HasUnseen(name):
		fields.Add(field, "people.strange_characters")
	}
	return name, fields.Err()
}
