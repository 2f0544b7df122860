//go:build whole

package browsertest

// Hurry makes a browser look once and give up, for tests of giving up.
func Hurry(b *Browser) { b.patience = 0 }

// Tool finds what `make tools` gets.
var Tool = tool

// Validate checks pages by their address.
func Validate(pages map[string]string) error {
	var v validator
	for address, html := range pages {
		v.add(sentPage{"TestOfThat", address, html})
	}
	return v.check()
}
