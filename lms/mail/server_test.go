package mail_test

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// certificate is that of every test server; TestMain has the machine trust it, as it would trust a real one's.
var certificate tls.Certificate

func TestMain(m *testing.M) {
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "vatra-mail-")
		if err != nil {
			panic(err)
		}
		defer os.RemoveAll(dir)
		authority := filepath.Join(dir, "authority.pem")
		certificate = selfSigned(authority)
		if err := os.Setenv("SSL_CERT_FILE", authority); err != nil {
			panic(err)
		}
		return m.Run()
	}())
}

func selfSigned(file string) tls.Certificate {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "localhost"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		panic(err)
	}
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		panic(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

// server speaks as much of SMTP (RFC 5321) as a client needs.
type server struct {
	net.Listener
	implicitTLS, starttls bool
	user, password        string // asked for where user is set
	refuse                map[string]string
	hangUp                bool // after taking the message

	mu       sync.Mutex
	open     []net.Conn
	received []string
	secure   bool // whether the last message came over TLS
}

func (s *server) start(t *testing.T) string {
	t.Helper()
	var err error
	if s.Listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	var connections sync.WaitGroup
	connections.Go(func() {
		for {
			conn, err := s.Accept()
			if err != nil {
				return
			}
			s.mu.Lock()
			s.open = append(s.open, conn)
			s.mu.Unlock()
			connections.Go(func() { s.talk(conn) })
		}
	})
	t.Cleanup(func() {
		_ = s.Close()
		s.mu.Lock()
		for _, conn := range s.open {
			_ = conn.Close()
		}
		s.mu.Unlock()
		connections.Wait()
	})
	return s.Addr().String()
}

func (s *server) messages() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.received...)
}

func (s *server) talk(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
	secure := s.implicitTLS
	if secure {
		conn = tls.Server(conn, &tls.Config{Certificates: []tls.Certificate{certificate}})
	}
	in := bufio.NewReader(conn)
	say := func(line string) { fmt.Fprint(conn, line+"\r\n") }
	say("220 test ESMTP")
	known := s.user == ""
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimRight(line, "\r\n")
		verb := strings.ToUpper(strings.SplitN(line, " ", 2)[0])
		switch answer := s.refuse[verb]; {
		case answer != "":
			say(answer)
		case verb == "EHLO":
			say("250-test")
			if s.starttls && !secure {
				say("250-STARTTLS")
			}
			if s.user != "" {
				say("250-AUTH PLAIN")
			}
			say("250 8BITMIME")
		case verb == "STARTTLS":
			say("220 go ahead")
			conn = tls.Server(conn, &tls.Config{Certificates: []tls.Certificate{certificate}})
			in, secure = bufio.NewReader(conn), true
		case verb == "AUTH":
			given, _ := base64.StdEncoding.DecodeString(line[strings.LastIndexByte(line, ' ')+1:])
			if known = string(given) == "\x00"+s.user+"\x00"+s.password; known {
				say("235 welcome")
			} else {
				say("535 who are you")
			}
		case verb == "MAIL" && !known:
			say("530 say who you are")
		case verb == "DATA":
			say("354 go on")
			s.take(in, secure)
			if s.hangUp {
				say("250 taken")
				return
			}
			say("250 taken")
		case verb == "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

func (s *server) take(in *bufio.Reader, secure bool) {
	var message strings.Builder
	for {
		line, err := in.ReadString('\n')
		if err != nil || line == ".\r\n" {
			break
		}
		message.WriteString(strings.TrimPrefix(line, "."))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.received, s.secure = append(s.received, message.String()), secure
}
