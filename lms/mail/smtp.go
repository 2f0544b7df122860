package mail

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// SMTP sends by a server.
type SMTP struct {
	from   mail.Address
	host   string
	client *gomail.Client
}

// OpenSMTP reads a URL of the form
//
//	smtp://user:password@host:587    STARTTLS, which the server must offer
//	smtp://host:25?tls=none          in clear: for a server on the same machine or in a trusted network, without password
//	smtps://user:password@host:465   TLS from the first byte
//
// with an optional from=address in the query instead of from. It connects only when it sends. No error holds the
// password.
func OpenSMTP(raw string, from mail.Address) (*SMTP, error) {
	conf, err := readURL(raw)
	if err != nil {
		return nil, err
	}
	if conf.from != nil {
		from = *conf.from
	}
	if from.Address == "" {
		return nil, errors.New("the SMTP URL needs from=address in its query")
	}
	client, err := gomail.NewClient(conf.host, conf.options...)
	if err != nil {
		return nil, fmt.Errorf("the SMTP URL cannot be used: %w", err)
	}
	return &SMTP{from: from, host: conf.host, client: client}, nil
}

// Send hands one message to the server.
func (s *SMTP) Send(ctx context.Context, m Message) error {
	message, err := compose(s.from, m, time.Now())
	if err != nil {
		return err
	}
	connection, err := s.client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return fmt.Errorf("reaching the mail server %s: %w", s.host, err)
	}
	defer s.client.CloseWithSMTPClient(connection) //nolint:errcheck // whether it was sent is known by then
	// A server that takes a message and then hangs up has taken it: to send it again would send it twice.
	if err := s.client.SendWithSMTPClient(connection, message); err != nil && !message.IsDelivered() {
		return fmt.Errorf("sending by %s: %w", s.host, err)
	}
	return nil
}

// Permanent reports whether trying again is of no use: the message cannot be written, or the server refused its
// recipient or its text for good (RFC 5321 section 4.2.1). A server that refuses the sender may be set right.
func Permanent(err error) bool {
	if errors.Is(err, errUnsendable) {
		return true
	}
	refused, ok := errors.AsType[*gomail.SendError](err)
	if !ok || refused.ErrorCode() < 500 {
		return false
	}
	return slices.Contains([]gomail.SendErrReason{gomail.ErrSMTPRcptTo, gomail.ErrSMTPData, gomail.ErrSMTPDataClose}, refused.Reason)
}

type smtpConf struct {
	host    string
	from    *mail.Address
	options []gomail.Option
}

func readURL(raw string) (smtpConf, error) {
	u, err := url.Parse(raw)
	if err != nil || u.Hostname() == "" || u.Opaque != "" || (u.Path != "" && u.Path != "/") || u.Fragment != "" {
		// url's error is not told: it repeats the URL, password and all.
		return smtpConf{}, errors.New("the SMTP URL cannot be read: expected smtp://user:password@host:port")
	}
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return smtpConf{}, errors.New("the query of the SMTP URL cannot be read: it may hold tls and from")
	}
	conf := smtpConf{host: u.Hostname(), options: []gomail.Option{gomail.WithTimeout(30 * time.Second)}}
	for key := range query {
		if key != "tls" && key != "from" {
			return smtpConf{}, fmt.Errorf("the SMTP URL holds the unknown option %q: it may hold tls and from", key)
		}
	}
	if text := query.Get("from"); text != "" {
		if conf.from, err = mail.ParseAddress(text); err != nil {
			return smtpConf{}, fmt.Errorf("from=%s in the SMTP URL is not an e-mail address", text)
		}
	}
	port, tls, err := tlsOptions(u.Scheme, query.Get("tls"))
	if err != nil {
		return smtpConf{}, err
	}
	conf.options = append(conf.options, tls...)
	if text := u.Port(); text != "" {
		if port, err = strconv.Atoi(text); err != nil || port < 1 || port > 65535 {
			return smtpConf{}, fmt.Errorf("the SMTP URL holds the port %q: expected 1 to 65535", text)
		}
	}
	conf.options = append(conf.options, gomail.WithPort(port))
	auth, err := authOptions(u, query.Get("tls") == "none")
	if err != nil {
		return smtpConf{}, err
	}
	conf.options = append(conf.options, auth...)
	return conf, nil
}

func authOptions(u *url.URL, inClear bool) ([]gomail.Option, error) {
	user := u.User.Username()
	if user == "" {
		return nil, nil
	}
	auth := gomail.SMTPAuthAutoDiscover
	if inClear {
		if !sameMachine(u.Hostname()) {
			return nil, errors.New("the SMTP URL would send the password in clear: use tls=starttls or smtps")
		}
		auth = gomail.SMTPAuthPlainNoEnc
	}
	password, _ := u.User.Password()
	return []gomail.Option{gomail.WithSMTPAuth(auth), gomail.WithUsername(user), gomail.WithPassword(password)}, nil
}

// tlsOptions gives the usual port beside what go-mail wants to hear.
func tlsOptions(scheme, tls string) (port int, options []gomail.Option, err error) {
	switch {
	case scheme == "smtps" && tls == "":
		return 465, []gomail.Option{gomail.WithSSL()}, nil
	case scheme == "smtp" && (tls == "" || tls == "starttls"):
		return 587, []gomail.Option{gomail.WithTLSPolicy(gomail.TLSMandatory)}, nil
	case scheme == "smtp" && tls == "none":
		return 25, []gomail.Option{gomail.WithTLSPolicy(gomail.NoTLS)}, nil
	case scheme != "smtp" && scheme != "smtps":
		return 0, nil, fmt.Errorf("the SMTP URL begins with %q: expected smtp or smtps", scheme)
	default:
		return 0, nil, fmt.Errorf("the SMTP URL holds tls=%s: expected starttls or none, and only with smtp", tls)
	}
}

func sameMachine(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || (err == nil && ip.IsLoopback())
}
