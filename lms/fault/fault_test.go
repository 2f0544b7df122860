package fault_test

import (
	"errors"
	"fmt"
	"testing"

	"vatra/lms/fault"
)

func TestKindSurvivesWrapping(t *testing.T) {
	t.Parallel()
	cause := errors.New("disk full")
	err := fmt.Errorf("saving: %w", fault.Wrap(cause, fault.Unavailable, "error.unavailable"))
	if !fault.Is(err, fault.Unavailable) || !errors.Is(err, cause) {
		t.Fatalf("kind %q of %v", fault.KindOf(err), err)
	}
	if fault.KindOf(cause) != fault.Internal {
		t.Fatal("an error without a kind must be internal")
	}
	if fault.Is(nil, fault.Internal) {
		t.Fatal("no error has no kind")
	}
}

func TestFirstMessageOfAFieldStays(t *testing.T) {
	t.Parallel()
	fields := fault.Fields{}
	if fields.Err() != nil {
		t.Fatal("a form without faults is no error")
	}
	fields.Add("email", "error.required")
	fields.Add("email", "error.email", "value", "x")
	var e *fault.Error
	if !errors.As(fields.Err(), &e) || e.Fields["email"].Key != "error.required" {
		t.Fatalf("got %v", fields.Err())
	}
}
