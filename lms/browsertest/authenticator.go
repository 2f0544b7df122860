package browsertest

import (
	"github.com/chromedp/cdproto/webauthn"
)

// Authenticator gives this window a device that makes passkeys and answers with them at once, as somebody does who puts
// a finger on it each time.
func (b *Browser) Authenticator() {
	b.t.Helper()
	_, err := call(b, webauthn.Enable, webauthn.EnableParams{})
	b.must(err, "switching passkeys on")
	_, err = call(b, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{
		Options: &webauthn.VirtualAuthenticatorOptions{
			Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal,
			HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true,
		},
	})
	b.must(err, "adding a device for passkeys")
}
