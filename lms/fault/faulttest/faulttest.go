// Package faulttest asserts faults in tests.
package faulttest

import (
	"errors"
	"testing"

	"vatra/lms/fault"
)

// Want fails unless err is a fault of this kind and key.
func Want(t testing.TB, err error, kind fault.Kind, key string) {
	t.Helper()
	if told, ok := errors.AsType[*fault.Error](err); !ok || told.Kind != kind || told.Key != key {
		t.Fatalf("got %v, want %s: %s", err, kind, key)
	}
}
