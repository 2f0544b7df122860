package mail_test

import (
	"strings"
	"testing"

	"vatra/lms/mail"
)

func TestSMTPDelivers(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		server *server
		url    string
		secure bool
	}{
		"in clear":               {&server{}, "smtp://HOST?tls=none", false},
		"with STARTTLS":          {&server{starttls: true, user: "vatra", password: "s3cr@t/"}, "smtp://vatra:s3cr%40t%2F@HOST", true},
		"with STARTTLS, by name": {&server{starttls: true}, "smtp://HOST?tls=starttls", true},
		"over TLS":               {&server{implicitTLS: true, user: "vatra", password: "secret"}, "smtps://vatra:secret@HOST", true},
		"hanging up after it":    {&server{hangUp: true}, "smtp://HOST?tls=none", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			address := test.server.start(t)
			smtp, err := mail.OpenSMTP(strings.Replace(test.url, "HOST", address, 1), from)
			if err != nil {
				t.Fatal(err)
			}
			m := message(t)
			if err := smtp.Send(t.Context(), m); err != nil {
				t.Fatal(err)
			}
			received := test.server.messages()
			if len(received) != 1 {
				t.Fatalf("%d messages arrived", len(received))
			}
			checkMessage(t, received[0], m)
			if test.server.secure != test.secure {
				t.Errorf("over TLS: %v", test.server.secure)
			}
		})
	}
}

func TestSMTPThatFails(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		server    *server
		url       string
		permanent bool
	}{
		"no such mailbox":      {&server{refuse: map[string]string{"RCPT": "550 nobody here"}}, "smtp://HOST?tls=none", true},
		"mailbox full for now": {&server{refuse: map[string]string{"RCPT": "452 full"}}, "smtp://HOST?tls=none", false},
		"refuses the text":     {&server{refuse: map[string]string{"DATA": "554 no"}}, "smtp://HOST?tls=none", true},
		"wrong password":       {&server{starttls: true, user: "vatra", password: "other"}, "smtp://vatra:secret@HOST", false},
		"no TLS where asked":   {&server{}, "smtp://HOST", false},
		"busy":                 {&server{refuse: map[string]string{"EHLO": "421 busy", "HELO": "421 busy"}}, "smtp://HOST?tls=none", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			address := test.server.start(t)
			smtp, err := mail.OpenSMTP(strings.Replace(test.url, "HOST", address, 1), from)
			if err != nil {
				t.Fatal(err)
			}
			err = smtp.Send(t.Context(), message(t))
			if err == nil {
				t.Fatal("it was sent")
			}
			if mail.Permanent(err) != test.permanent {
				t.Errorf("permanent: %v, of %v", mail.Permanent(err), err)
			}
			if strings.Contains(err.Error(), "secret") {
				t.Errorf("the password is told: %v", err)
			}
			if got := test.server.messages(); len(got) != 0 {
				t.Errorf("%d messages arrived all the same", len(got))
			}
		})
	}
}

func TestSMTPURLsThatCannotBeUsed(t *testing.T) {
	t.Parallel()
	for url, named := range map[string]string{
		"":                                      "expected smtp",
		"mail.example:587":                      "SMTP URL",
		"http://mail.example":                   "http",
		"smtp://u:hunter2secret@mail.example:x": "cannot be read",
		"smtp://u:hunter2secret@mail.example:70000":      "70000",
		"smtp://u:hunter2secret@":                        "cannot be read",
		"smtp://u:hunter2secret@mail.example?tls=no":     "tls=no",
		"smtp://u:hunter2secret@mail.example?ssl=true":   "ssl",
		"smtps://u:hunter2secret@mail.example?tls=none":  "tls=none",
		"smtp://u:hunter2secret@mail.example?from=x":     "from=x",
		"smtp://u:hunter2secret@mail.example/inbox":      "cannot be read",
		"smtp://u:hunter2secret@mail.example?tls=none":   "in clear",
		"smtp://u:hunter2secret%zz@mail.example":         "cannot be read",
		"smtp://u:hunter2secret@mail.example?tls=%zzx":   "query",
		"smtp:u:hunter2secret@mail.example":              "cannot be read",
		"smtp://u:hunter2secret@mail.example#fragment":   "cannot be read",
		"smtps://u:hunter2secret@mail.example?tls=other": "tls=other",
	} {
		_, err := mail.OpenSMTP(url, from)
		if err == nil {
			t.Errorf("%s was taken", url)
			continue
		}
		if !strings.Contains(err.Error(), named) {
			t.Errorf("%s: %v does not say %q", url, err, named)
		}
		if strings.Contains(err.Error(), "hunter2") {
			t.Errorf("the password is told: %v", err)
		}
	}
}

func TestSenderMayStandInTheURL(t *testing.T) {
	t.Parallel()
	server := &server{}
	address := server.start(t)
	smtp, err := mail.OpenSMTP("smtp://"+address+"?tls=none&from=%22Prim%C4%83ria%20Cluj%22+%3Ccursuri%40primarie.example%3E", from)
	if err != nil {
		t.Fatal(err)
	}
	if err := smtp.Send(t.Context(), message(t)); err != nil {
		t.Fatal(err)
	}
	header, _ := read(t, server.messages()[0])
	sender, err := header.AddressList("From")
	if err != nil || sender[0].Name != "Primăria Cluj" || sender[0].Address != "cursuri@primarie.example" {
		t.Errorf("from %v, %v", sender, err)
	}
}
