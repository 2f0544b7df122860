//go:build whole

package browsertest

import "vatra/lms/browsertest/vnu"

// Hurry makes a browser look once and give up, for tests of giving up.
func Hurry(b *Browser) { b.patience = 0 }

// Tool finds what `make tools` gets.
var Tool = tool

// Validate checks pages by their address.
func Validate(pages map[string]string) error {
	var sent vnu.Pages
	for address, html := range pages {
		sent.Add(vnu.Page{Test: "TestOfThat", Address: address, HTML: html})
	}
	return sent.Check(checker)
}
