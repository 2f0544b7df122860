package browsertest

import "time"

// Hurry makes a browser give up soon, for tests of giving up.
func Hurry(b *Browser) { b.patience = 300 * time.Millisecond }
