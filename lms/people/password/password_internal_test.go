package password

import (
	"context"
	"errors"
	"testing"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"

	"vatra/lms/fault"
)

// An account that does not exist must cost what one that exists costs, or the time tells which is which.
func TestDummyTakesTheWorkOfARealHash(t *testing.T) {
	t.Parallel()
	params, salt, key, err := argon2id.DecodeHash(New(Cost{}).dummy)
	want := Recommended.params()
	if err != nil || *params != want || len(salt) != int(want.SaltLength) || len(key) != int(want.KeyLength) {
		t.Errorf("%+v, %d bytes of salt, %d of key, %v", params, len(salt), len(key), err)
	}
	if ok, _, err := New(Cost{}).Matches(t.Context(), "", ""); ok || err != nil {
		t.Errorf("the empty password opens an account that does not exist: %v, %v", ok, err)
	}
}

func TestHashingWaitsForItsTurn(t *testing.T) {
	t.Parallel()
	p := New(Cost{})
	for range cap(p.turns) - 1 {
		if _, err := p.turn(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	done, err := p.turn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := p.Hash(gone, "zece litere"); !errors.Is(err, context.Canceled) {
		t.Errorf("one more hashed at the same time: %v", err)
	}
	done()
	if _, err := p.Hash(t.Context(), "zece litere"); err != nil {
		t.Error(err)
	}
}

// Each line is refused as common once it is long enough to be looked at.
func TestLinesOfTheListsMatter(t *testing.T) {
	t.Parallel()
	k := New(Cost{})
	if len(k.common) < 3000 {
		t.Fatalf("only %d common passwords are known", len(k.common))
	}
	for common := range k.common {
		if utf8.RuneCountInString(common) < Min {
			continue
		}
		fields := fault.Fields{}
		if k.Check(fields, "password", common, "", "x"); fields["password"].Key != "people.password_common" {
			t.Errorf("%q is refused as %q", common, fields["password"].Key)
		}
	}
}
