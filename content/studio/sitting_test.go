package studio_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/uuid"

	"vatra/content/studio"
)

// person is somebody who writes.
func (d *desk) person(name string) studio.Desk {
	d.Helper()
	id := uuid.Must(uuid.NewV7())
	d.exec(`INSERT INTO users (id, email, name, password_hash, locale, role) VALUES (?, ?, ?, '', 'ro', 'trainer')`,
		id, strings.ToLower(name)+"@scoala.example", name)
	return studio.Desk{Draft: d.draft, By: id}
}

func (d *desk) exec(statement string, args ...any) {
	d.Helper()
	if _, err := d.db.ExecContext(d.Context(), statement, args...); err != nil {
		d.Fatal(err)
	}
}

// says saves a text over what stands there, as one who has just read it.
func (d *desk) says(by studio.Desk, piece uuid.UUID, at studio.Place, text string) studio.Receipt {
	d.Helper()
	receipt, err := d.Save(d.Context(), by, studio.Edit{
		Piece: piece, Place: at, Base: d.now().Piece(piece).Fields[at].Number, Text: text, Client: uuid.New(),
	})
	if err != nil {
		d.Fatal(err)
	}
	return receipt
}

func (d *desk) history(piece uuid.UUID) string {
	d.Helper()
	said, err := d.History(d.Context(), d.desk(), piece, textRO, 0, 100)
	if err != nil {
		d.Fatal(err)
	}
	var all []string
	for _, one := range said {
		all = append(all, one.By+": "+one.Text)
	}
	return strings.Join(all, " | ")
}

// age makes all edits as old as those of an earlier sitting.
func (d *desk) age() {
	d.exec(`ALTER TABLE piece_edits DISABLE TRIGGER piece_edits_are_append_only`)
	d.exec(`UPDATE piece_edits SET began = began - interval '11 minutes', at = at - interval '11 minutes'`)
	d.exec(`ALTER TABLE piece_edits ENABLE TRIGGER piece_edits_are_append_only`)
}

func TestWhatOnePersonWritesInOneSittingIsOneEntry(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	maria, ion := d.person("Maria"), d.person("Ion")
	block := d.block(d.lesson("one"), "")
	for n, text := range []string{"Registrul", "Registrul este", "Registrul este public, oricine îl poate citi."} {
		if receipt := d.says(maria, block, textRO, text); receipt.Number != n+2 {
			t.Errorf("%q is edit %d", text, receipt.Number)
		}
	}
	if got := d.history(block); got != "Maria: Registrul este public, oricine îl poate citi. | : " {
		t.Errorf("after one sitting: %s", got)
	}
	d.says(ion, block, textRO, "Registrul este public, oricine îl poate citi!")
	d.says(maria, block, textRO, "Registrul este public, oricine îl poate citi?")
	d.says(maria, block, textRO, "")
	d.says(maria, block, textRO, "Altceva")
	const want = "Maria: Altceva | Maria: Registrul este public, oricine îl poate citi? | Ion: Registrul este public, oricine îl poate citi! | " +
		"Maria: Registrul este public, oricine îl poate citi. | : "
	if got := d.history(block); got != want {
		t.Errorf("what another wrote, or what was wiped out, is lost: %s", got)
	}
	d.age()
	d.says(maria, block, textRO, "Altceva mai târziu")
	if got := d.history(block); got != "Maria: Altceva mai târziu | "+want {
		t.Errorf("a later sitting: %s", got)
	}
	if _, err := d.db.ExecContext(t.Context(), `UPDATE piece_edits SET text = 'x', number = number + 1, at = now() WHERE by = ?`, ion.By); err == nil {
		t.Error("an edit that is not the newest can be rewritten")
	}
}

func TestATextThatATranslationRefersToStaysInTheHistory(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	maria := d.person("Maria")
	block := d.block(d.lesson("one"), "")
	original := d.says(maria, block, textRO, "Oricine poate citi registrul.")
	_, err := d.Save(t.Context(), maria, studio.Edit{Piece: block, Place: textEN, Text: "Anybody may read it.", Origin: original.Number, Client: uuid.New()})
	if err != nil {
		t.Fatal(err)
	}
	d.says(maria, block, textRO, "Oricine poate citi registrul acum.")
	if got := d.history(block); got != "Maria: Oricine poate citi registrul acum. | Maria: Oricine poate citi registrul. | : " {
		t.Errorf("the history is %s", got)
	}
	if !d.now().Piece(block).Stale(studio.Text, "ro", "en") {
		t.Error("the translation is not told to be stale")
	}
}

func TestAHistoryIsReadToItsBeginning(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	block := d.block(d.lesson("one"), "0")
	const edits = 230
	for n := range edits {
		if _, err := d.write(block, textRO, n+1, strings.Repeat("x", n+1)); err != nil {
			t.Fatal(err)
		}
	}
	seen, before := 0, 0
	for {
		said, err := d.History(t.Context(), d.desk(), block, textRO, before, 50)
		if err != nil {
			t.Fatal(err)
		}
		if len(said) == 0 {
			break
		}
		seen, before = seen+len(said), said[len(said)-1].Number
	}
	if seen != edits+1 {
		t.Errorf("%d of %d texts were seen", seen, edits+1)
	}
}

// The answer got lost, and its writer has gone on: that is no conflict with herself.
func TestWhoWritesOnAfterALostAnswerMeetsNobody(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	maria, ion := d.person("Maria"), d.person("Ion")
	block := d.block(d.lesson("one"), "")
	lost := studio.Edit{Piece: block, Place: textRO, Base: 1, Text: "Unu", Client: uuid.New()}
	if _, err := d.Save(t.Context(), maria, lost); err != nil {
		t.Fatal(err)
	}
	next := studio.Edit{Piece: block, Place: textRO, Base: 1, Text: "Unu, doi", Client: uuid.New(), After: lost.Client}
	var conflict *studio.Conflict
	if _, err := d.Save(t.Context(), ion, next); !errors.As(err, &conflict) {
		t.Errorf("another who says so is told %v", err)
	}
	if _, err := d.Save(t.Context(), maria, next); err != nil {
		t.Errorf("she is told %v", err)
	}
	if got := texts(d.now().Piece(block).Parent); got != "Unu, doi" {
		t.Errorf("it says %q", got)
	}
}

func TestWhichTranslationIsStaleOutlivesAnotherOrderOfLanguages(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	lesson := d.lesson("one")
	whole, stale := d.block(lesson, "unu"), d.block(lesson, "doi")
	for _, block := range []uuid.UUID{whole, stale} {
		if _, err := d.Save(t.Context(), d.desk(), studio.Edit{Piece: block, Place: textEN, Text: "one", Origin: 1, Client: uuid.New()}); err != nil {
			t.Fatal(err)
		}
	}
	d.says(d.desk(), stale, textRO, "doi și jumătate")
	is := func(first, tag string) [2]bool {
		draft := d.now()
		return [2]bool{draft.Piece(whole).Stale(studio.Text, first, tag), draft.Piece(stale).Stale(studio.Text, first, tag)}
	}
	before := is("ro", "en")
	d.says(d.desk(), d.now().Root.ID, studio.Place{Name: studio.Languages}, "en ro")
	if after := is("en", "ro"); before != [2]bool{false, true} || after != before {
		t.Errorf("stale were %v, and are %v", before, after)
	}
	// What is sent once more as it stands keeps what it was translated from; what is written on does not.
	d.says(d.desk(), whole, textEN, "one")
	if after := is("en", "ro"); after[0] {
		t.Error("what did not change has made its translation stale")
	}
	d.says(d.desk(), whole, textEN, "one and a half")
	if after := is("en", "ro"); !after[0] {
		t.Error("what has changed has not made its translation stale")
	}
	now := d.now().Piece(whole)
	_, err := d.Save(t.Context(), d.desk(), studio.Edit{
		Piece: whole, Place: textRO, Base: now.Fields[textRO].Number, Text: "unu", Origin: now.Fields[textEN].Number, OriginLang: "en", Client: uuid.New(),
	})
	if after := is("en", "ro"); err != nil || after[0] {
		t.Errorf("said to be still right it is stale, %v", err)
	}
}
