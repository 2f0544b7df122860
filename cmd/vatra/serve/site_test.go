//go:build whole

package serve_test

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"vatra/cmd/vatra/serve"
	"vatra/content/blobs"
	"vatra/lms/access"
	"vatra/lms/browsertest"
	"vatra/lms/miniotest"
	"vatra/lms/people/roll"
	"vatra/lms/pgtest"
	house "vatra/lms/site"
)

func TestMain(m *testing.M) {
	if text := os.Getenv(programSettings); text != "" {
		os.Exit(beProgram(text))
	}
	if addr := os.Getenv(crowdAddress); addr != "" {
		os.Exit(beCrowd(addr))
	}
	os.Exit(browsertest.Main(func() int { return pgtest.Main(m) }))
}

const password = "patru cai albi pe deal"

// site is a whole server, as the program runs it.
type site struct {
	serve.Running
	t    *testing.T
	data string
	stop func() // ends it and waits
}

// configured is a server on a real PostgreSQL and a real MinIO, both elsewhere.
func configured(t *testing.T) serve.Config {
	t.Helper()
	minio := miniotest.Start(t)
	return serve.Config{
		DatabaseURL: pgtest.URL(t), Secret: secret,
		S3: &blobs.MinIOConfig{
			Endpoint: minio.Endpoint, Bucket: "vatra", AccessKey: minio.AccessKey, SecretKey: minio.SecretKey,
		},
	}
}

// prepared is a data folder with a migrated database in it.
func prepared(t *testing.T) string {
	t.Helper()
	data := folder(t)
	pgtest.Cluster(t, filepath.Join(data, "postgres"))
	return data
}

// run starts a server and waits until it answers; it ends with the test.
func run(t *testing.T, conf serve.Config) *site {
	t.Helper()
	if conf.Addr == "" {
		conf.Addr = "127.0.0.1:0"
	}
	if conf.Data == "" {
		conf.Data = prepared(t)
	}
	conf.Version, conf.Patience = "test", 10*time.Second
	if os.Getenv("VATRA_TEST_LOG") != "" {
		conf.Log = slog.New(slog.NewTextHandler(t.Output(), nil))
	}
	ready, ended := make(chan serve.Running, 1), make(chan error, 1)
	conf.Ready = func(running serve.Running) { ready <- running }
	ctx, cancel := context.WithCancel(context.Background())
	go func() { ended <- serve.Run(ctx, conf) }()
	s := &site{t: t, data: conf.Data}
	stopped := false
	s.stop = func() {
		t.Helper()
		cancel()
		if stopped {
			return
		}
		stopped = true
		if err := <-ended; err != nil {
			t.Errorf("the server ended with: %v", err)
		}
	}
	select {
	case s.Running = <-ready:
	case err := <-ended:
		cancel()
		t.Fatalf("the server does not start: %v", err)
	}
	t.Cleanup(s.stop)
	return s
}

// person opens a confirmed account, whose password is enough whatever the role.
func (s *site) person(email, name string, role access.Role, locale string) access.Actor {
	s.t.Helper()
	settings, err := s.House.Settings(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	settings.SecondStep = house.SecondStepNobody
	if err := s.House.ChangeSettings(s.t.Context(), access.Operator(), settings); err != nil {
		s.t.Fatal(err)
	}
	person, err := s.People.Add(s.t.Context(), access.Operator(),
		roll.Newcomer{Email: email, Name: name, Password: password, Locale: locale}, role)
	if err != nil {
		s.t.Fatal(err)
	}
	return access.Actor{UserID: person.ID, Role: person.Role, Name: person.Name, Locale: person.Locale}
}
