package limits_test

import (
	"context"
	"testing"

	"vatra/lms/fault"
	"vatra/lms/limits"
	"vatra/lms/schooltest"
)

func TestLimitIsExactHoweverManyComeAtOnce(t *testing.T) {
	t.Parallel()
	h := schooltest.New(t)
	went := schooltest.AtOnce(t, 40, "error.too_many", func(ctx context.Context, caller int) error {
		hits := []limits.Hit{{Limit: limits.RegisterAccount, Whose: "ana@primarie.example"}, {Limit: limits.LoginAddress, Whose: "10.0.0.1"}}
		if caller%2 == 0 {
			hits[0], hits[1] = hits[1], hits[0]
		}
		return h.Limits.Take(ctx, hits...)
	})
	if went != 5 {
		t.Errorf("%d went through a limit of 5", went)
	}
}

func TestAddressesOfOneNetworkCountTogether(t *testing.T) {
	t.Parallel()
	h := schooltest.New(t)
	for _, whose := range []string{"2001:db8::1", "2001:db8::2:3", "2001:db8:0:0:ffff::", "::ffff:10.0.0.7", "10.0.0.7", "10.0.0.8", "not an address"} {
		if err := h.Limits.Take(t.Context(), limits.Hit{Limit: limits.VerifyAddress, Whose: whose}); err != nil {
			t.Fatal(err)
		}
	}
	if got := h.Count(`SELECT count(*) FROM rate_limits WHERE hits = 3`); got != 1 {
		t.Error("three addresses of one IPv6 network are not one")
	}
	if got := h.Count(`SELECT count(*) FROM rate_limits WHERE hits = 2`); got != 1 {
		t.Error("an IPv4 address is not itself when it comes as IPv6")
	}
	if got := h.Count(`SELECT count(*) FROM rate_limits`); got != 4 {
		t.Errorf("%d counters", got)
	}
	if got := h.Count(`SELECT count(*) FROM rate_limits WHERE bucket LIKE '%10.0.0%' OR bucket LIKE '%2001%'`); got != 0 {
		t.Error("addresses are kept in clear")
	}
}

func TestUnknownLimitIsAnError(t *testing.T) {
	t.Parallel()
	h := schooltest.New(t)
	if err := h.Limits.Take(t.Context(), limits.Hit{Limit: "tea", Whose: "10.0.0.1"}); err == nil || fault.Is(err, fault.TooMany) {
		t.Errorf("got %v", err)
	}
}

func TestWaitGrowsWithEveryWrongTry(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	here := limits.GuessHere.OfFrom("ana@primarie.example", "10.0.0.1")
	firsts := 0
	wait := func() (seconds int) {
		t.Helper()
		refused, err := h.Limits.Try(ctx, here)
		if limits.First(err) {
			firsts++
		}
		told, isFault := fault.As(err)
		if err != nil && (!isFault || told.Kind != fault.TooMany || refused != limits.GuessHere) {
			t.Fatalf("%s, %v", refused, err)
		}
		if isFault {
			seconds, _ = told.Args["RetryAfter"].(int)
		}
		return seconds
	}
	for range 5 {
		if wait() > 0 {
			t.Fatal("a free try had to wait")
		}
	}
	for _, most := range []int{30, 60, 120, 240, 480, 900, 900} {
		for range 3 { // who asks too early does not have to wait for longer
			if seconds := wait(); seconds > most || seconds < most-20 {
				t.Errorf("wait for %d seconds, want %d", seconds, most)
			}
		}
		h.Exec(`UPDATE guesses SET wait_until = now()`)
		if wait() > 0 {
			t.Fatal("the wait is over, and the try is refused")
		}
	}
	if firsts != 7 {
		t.Errorf("%d refusals are the first of their wait, of 7 waits", firsts)
	}
	elsewhere := limits.GuessHere.OfFrom("ana@primarie.example", "10.0.0.2")
	if _, err := h.Limits.Try(ctx, elsewhere); err != nil {
		t.Errorf("another place has to wait: %v", err)
	}
	if err := h.Limits.Right(ctx, here); err != nil {
		t.Fatal(err)
	}
	if wait() > 0 {
		t.Error("the right password was given, and the next try has to wait")
	}
	h.Exec(`UPDATE guesses SET tries = 100, forget_at = now()`)
	for range 4 {
		if wait() > 0 {
			t.Fatal("nothing is forgotten")
		}
	}
}

func TestTryThatIsRefusedCountsNowhere(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	here, anywhere := limits.GuessHere.OfFrom("ana@primarie.example", "10.0.0.1"), limits.GuessAnywhere.Of("ana@primarie.example")
	for range 3 {
		if _, err := h.Limits.Try(ctx, here, anywhere); err != nil {
			t.Fatal(err)
		}
	}
	h.Exec(`UPDATE guesses SET wait_until = now() + interval '1 hour' WHERE bucket LIKE 'guess.anywhere:%'`)
	refused, err := h.Limits.Try(ctx, here, anywhere)
	if schooltest.Wants(t, err, fault.TooMany, "error.too_many"); refused != limits.GuessAnywhere {
		t.Errorf("refused by %q", refused)
	}
	if got := h.Count(`SELECT count(*) FROM guesses WHERE tries = 3`); got != 2 {
		t.Error("a try that was not taken is counted")
	}
	if err := h.Limits.Right(ctx, here, anywhere); err != nil {
		t.Fatal(err)
	}
	if got := h.Count(`SELECT sum(tries) FROM guesses`); got != 2 {
		t.Errorf("%d tries are left of two wrong ones from elsewhere", got)
	}
}

func TestManyTriesAtOnceAreNotMoreThanAreFree(t *testing.T) {
	t.Parallel()
	h := schooltest.New(t)
	went := schooltest.AtOnce(t, 20, "error.too_many", func(ctx context.Context, _ int) error {
		_, err := h.Limits.Try(ctx, limits.GuessInside.Of("ana"))
		return err
	})
	if went != 5 {
		t.Errorf("%d tries were taken, of 5 that are free", went)
	}
}
