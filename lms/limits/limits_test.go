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
		hits := []limits.Hit{{Limit: limits.LoginAccount, Whose: "ana@primarie.example"}, {Limit: limits.LoginAddress, Whose: "10.0.0.1"}}
		if caller%2 == 0 {
			hits[0], hits[1] = hits[1], hits[0]
		}
		return h.Limits.Take(ctx, hits...)
	})
	if went != 10 {
		t.Errorf("%d went through a limit of 10", went)
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
