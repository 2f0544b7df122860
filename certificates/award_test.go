package certificates_test

import (
	"context"
	"errors"
	"reflect"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"github.com/uptrace/bun"

	"vatra/certificates"
	"vatra/certificates/claimtest"
	"vatra/lms/fault"
	"vatra/lms/fault/faulttest"
	"vatra/lms/pg"
	"vatra/lms/pgtest"
)

func TestEmployerSeesWhatWasAwarded(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	claim := claimtest.Earned(uuid.New())
	issued := award(t, db, claim)
	if !regexp.MustCompile(`^([0-9A-Z]{4}-){3}[0-9A-Z]{4}$`).MatchString(issued.Code.Printed()) {
		t.Errorf("the code is printed %s", issued.Code.Printed())
	}
	seen, err := certificates.NewStore(db).Certificate(t.Context(), strings.ToLower(issued.Code.Printed()))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(seen, issued) {
		t.Errorf("issued %+v\nseen %+v", issued, seen)
	}
	r := seen.Record
	want := certificates.Record{
		Form: 1, Code: seen.Code, HolderName: claim.HolderName, TrackCode: claim.TrackCode, TrackNames: claim.TrackNames,
		RulesVersion: 3, Hours: 24, Mark: r.Mark, Courses: claim.Courses, StartedOn: claim.StartedOn,
		CompletedOn: claim.CompletedOn, AwardedOn: claim.AwardedOn, Locale: "ro",
		Issuer: certificates.Issuer{Name: claim.Issuer.Name, URL: "https://vatra.example.org"},
	}
	if !reflect.DeepEqual(r, want) || !r.Mark.Decimal.Equal(claim.Mark.Decimal) || seen.HolderID != claim.HolderID {
		t.Errorf("claimed %+v\nin the record %+v", claim, r)
	}
	if want := "https://vatra.example.org/verify/" + seen.Code.Printed(); r.VerifyURL() != want {
		t.Errorf("verified at %s, want %s", r.VerifyURL(), want)
	}
	if status := seen.Status(); status.State != certificates.Valid || !status.Since.Equal(seen.AwardedAt) {
		t.Errorf("status %+v of an award of %s", status, seen.AwardedAt)
	}
}

func TestMarkKeepsItsDecimals(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	claim := claimtest.Earned(uuid.New())
	claim.Mark = certificates.MarkOf(decimal.RequireFromString("66.666666666666666666666667"))
	if got := award(t, db, claim).Record.Mark; !got.Decimal.Equal(claim.Mark.Decimal) {
		t.Errorf("the mark became %s", got)
	}
}

func TestUnknownCodeIsNotMistyped(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	store := certificates.NewStore(db)
	issued := award(t, db, claimtest.Earned(uuid.New()))
	_, err := store.Certificate(t.Context(), "0000-0000-0000-0000")
	faulttest.Want(t, err, fault.NotFound, "certificate.unknown")
	slipped := []byte(issued.Code)
	slipped[0], slipped[1] = slipped[1], slipped[0]
	if slipped[0] == slipped[1] {
		slipped[0] ^= 1
	}
	if _, err = store.Certificate(t.Context(), string(slipped)); !fault.Is(err, fault.Invalid) {
		t.Errorf("a slip of %s gives %v", issued.Code, err)
	}
	_, err = store.ByID(t.Context(), uuid.New())
	faulttest.Want(t, err, fault.NotFound, "certificate.unknown")
}

func TestSecondAwardIsTheFirst(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	holder := uuid.New()
	first := award(t, db, claimtest.Earned(holder))
	changed := claimtest.Earned(holder)
	changed.HolderName, changed.Hours = "Someone Else", 1
	if again := award(t, db, changed); !reflect.DeepEqual(again, first) {
		t.Errorf("awarded %+v, then %+v", first, again)
	}
	other := claimtest.Earned(holder)
	other.Subject = "track/digitalisation-expert"
	if second := award(t, db, other); second.Code == first.Code {
		t.Error("two subjects have one award")
	}
	if stranger := award(t, db, claimtest.Earned(uuid.New())); stranger.Code == first.Code {
		t.Error("two holders have one award")
	}
}

func TestAwardGoesWithItsTransaction(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	store := certificates.NewStore(db)
	holder := uuid.New()
	var code certificates.Code
	undone := errors.New("undone")
	err := db.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
		issued, err := store.Award(ctx, tx, claimtest.Earned(holder))
		if err != nil {
			return err
		}
		code = issued.Code
		return undone
	})
	if !errors.Is(err, undone) {
		t.Fatal(err)
	}
	_, err = store.Certificate(t.Context(), string(code))
	faulttest.Want(t, err, fault.NotFound, "certificate.unknown")
	if all, err := store.Awards(t.Context(), holder); err != nil || len(all) != 0 {
		t.Errorf("%d awards, %v", len(all), err)
	}
}

func TestRacingTransactionsGiveOneAward(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	store := certificates.NewStore(db)
	holder := uuid.New()
	const racers = 4
	var (
		ready, done sync.WaitGroup
		codes       = make(chan certificates.Code, racers)
	)
	ready.Add(racers)
	for i := range racers {
		done.Go(func() {
			err := db.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
				ready.Done()
				ready.Wait() // every transaction is open before the first one writes
				issued, err := store.Award(ctx, tx, claimtest.Earned(holder))
				if err != nil {
					return err
				}
				if i == 0 {
					return errors.New("one of them may be undone")
				}
				codes <- issued.Code
				return nil
			})
			if err != nil && i != 0 {
				t.Error(err)
			}
		})
	}
	done.Wait()
	close(codes)
	all, err := store.Awards(t.Context(), holder)
	if err != nil || len(all) != 1 || len(all[0].History) != 1 {
		t.Fatalf("after the race: %+v, %v", all, err)
	}
	for code := range codes {
		if code != all[0].Code {
			t.Errorf("a racer was told %s, the award is %s", code, all[0].Code)
		}
	}
}

func TestAwardsOfAHolderNewestFirst(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	holder := uuid.New()
	for _, subject := range []string{"one", "two", "three"} {
		claim := claimtest.Earned(holder)
		claim.Subject = subject
		award(t, db, claim)
	}
	award(t, db, claimtest.Earned(uuid.New()))
	all, err := certificates.NewStore(db).Awards(t.Context(), holder)
	if err != nil {
		t.Fatal(err)
	}
	var subjects []string
	for _, one := range all {
		subjects = append(subjects, one.Subject)
	}
	if want := []string{"three", "two", "one"}; !reflect.DeepEqual(subjects, want) {
		t.Errorf("got %v", subjects)
	}
}

func TestAwardsAreAppendOnly(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	issued := award(t, db, claimtest.Earned(uuid.New()))
	err := db.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
		return certificates.NewStore(db).RecordPaper(ctx, tx, issued.ID, strings.Repeat("a", 64), 1)
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range []string{
		`UPDATE awards SET record = jsonb_set(record, '{holder_name}', '"Another"')`,
		`UPDATE awards SET holder_id = gen_random_uuid()`,
		`DELETE FROM awards`,
		`UPDATE award_events SET reason = 'none'`,
		`DELETE FROM award_events`,
		`UPDATE award_papers SET sha256 = repeat('b', 64)`,
		`DELETE FROM award_papers`,
	} {
		if _, err := db.ExecContext(t.Context(), change); err == nil {
			t.Errorf("%s was allowed", change)
		}
	}
}

func TestSchemaRefusesWhatNoAwardCanBe(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	issued := award(t, db, claimtest.Earned(uuid.New()))
	for statement, rule := range map[string]string{
		`INSERT INTO awards (id, code, holder_id, subject, record, search)
			VALUES (gen_random_uuid(), 'short', gen_random_uuid(), 's', '{"code": "short"}', '')`: "awards_code_has_its_alphabet",
		`INSERT INTO awards (id, code, holder_id, subject, record, search)
			VALUES (gen_random_uuid(), '0000000000000000', gen_random_uuid(), 's', '{"code": "x"}', '')`: "awards_record_names_its_code",
		`INSERT INTO award_events (award_id, number, kind) SELECT id, 2, 'revoked' FROM awards`: "award_events_revoking_has_a_reason",
		`INSERT INTO award_events (award_id, number, kind) SELECT id, 2, 'issued' FROM awards`:  "award_events_begin_with_issuing",
		`INSERT INTO award_papers (award_id, sha256, size) SELECT id, 'x', 1 FROM awards`:       "award_papers_hash_is_sha256",
	} {
		if _, err := db.ExecContext(t.Context(), statement); !pg.Violates(err, rule) {
			t.Errorf("%s of %s: got %v", rule, issued.Code, err)
		}
	}
}

func TestNameIsFrozenAsItCanBePrinted(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	for given, printed := range map[string]string{
		" Ana\n\tMaria  Pop ":          "Ana Maria Pop",
		"S\u0326tefan":                 "Ștefan", // a letter and its comma, apart
		"Ana\u202e\u200bPop\x07":       "AnaPop",
		strings.Repeat("Ana ", 100):    strings.Repeat("Ana ", 49) + "Ana…",
		`D'Arcy "O'Neill" \ ? {{.}} %`: `D'Arcy "O'Neill" \ ? {{.}} %`,
	} {
		claim := claimtest.Earned(uuid.New())
		claim.HolderName = given
		if got := award(t, db, claim).Record.HolderName; got != printed {
			t.Errorf("%q became %q, want %q", given, got, printed)
		}
	}
}

func TestClaimThatLacksSomethingIsNoAward(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	for lack, spoil := range map[string]func(*certificates.Claim){
		"holder":     func(c *certificates.Claim) { c.HolderID = uuid.Nil },
		"name":       func(c *certificates.Claim) { c.HolderName = " \u200b " },
		"subject":    func(c *certificates.Claim) { c.Subject = "" },
		"track":      func(c *certificates.Claim) { c.TrackNames = nil },
		"code":       func(c *certificates.Claim) { c.TrackCode = "" },
		"issuer":     func(c *certificates.Claim) { c.Issuer.Name = "" },
		"address":    func(c *certificates.Claim) { c.Issuer.URL = "" },
		"start":      func(c *certificates.Claim) { c.StartedOn = certificates.Date{} },
		"completion": func(c *certificates.Claim) { c.CompletedOn = certificates.Date{} },
		"hours":      func(c *certificates.Claim) { c.Hours = -1 },
		"minutes":    func(c *certificates.Claim) { c.Minutes = 60 },
		"mark":       func(c *certificates.Claim) { c.Mark = certificates.MarkOf(decimal.NewFromInt(101)) },
	} {
		claim := claimtest.Earned(uuid.New())
		spoil(&claim)
		if _, err := certificates.NewStore(db).Award(t.Context(), db, claim); fault.KindOf(err) != fault.Internal || err == nil {
			t.Errorf("without its %s: got %v", lack, err)
		}
	}
}

func TestFormIsToldWhichNameCannotBePrinted(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Ștefania Țurcanu", "Ђорђе Ќосев-Ѓорѓиевски", "Gëzim Çela", "Γιώργος", "Nguyễn Thị Ánh", "O’Neill", "Őri Łucja Şükrü"} {
		if err := certificates.CheckName(name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	faulttest.Want(t, certificates.CheckName(" \t"), fault.Invalid, "certificate.name_empty")
	faulttest.Want(t, certificates.CheckName(strings.Repeat("a", 201)), fault.Invalid, "certificate.name_too_long")
	odd := certificates.CheckName("Ana 李 😀李")
	faulttest.Want(t, odd, fault.Invalid, "certificate.name_unprintable")
	if told := asFault(t, odd).Args["Characters"]; told != "李😀" {
		t.Errorf("told %v", told)
	}
	for _, rightToLeft := range []string{"דוד", "Ana שָׁלוֹם", "Ana \ufb2a", "محمد", "ܫܠܡܐ", "ދިވެހި", "ߒߞߏ"} {
		faulttest.Want(t, certificates.CheckName(rightToLeft), fault.Invalid, "certificate.name_unprintable")
	}
}
