package browsertest

// Hurry makes a browser look once and give up, for tests of giving up.
func Hurry(b *Browser) { b.patience = 0 }

// Tool finds what `make tools` gets.
var Tool = tool
