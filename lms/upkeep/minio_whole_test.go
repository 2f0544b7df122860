//go:build whole

package upkeep_test

import (
	"bytes"
	"os"
	"testing"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"vatra/content/blobs"
	"vatra/lms/miniotest"
	"vatra/lms/pgtest"
	"vatra/lms/schooltest"
)

func TestMain(m *testing.M) {
	withMinIO = onMinIO
	os.Exit(pgtest.Main(m))
}

func onMinIO(t *testing.T, test func(t *testing.T, s *schooltest.School, write meddle)) {
	server := miniotest.Start(t)
	store, err := blobs.OpenMinIO(t.Context(), blobs.MinIOConfig{
		Endpoint: server.Endpoint, Bucket: "vatra", AccessKey: server.AccessKey, SecretKey: server.SecretKey,
	})
	if err != nil {
		t.Fatal(err)
	}
	client, err := minio.New(server.Endpoint, &minio.Options{Creds: credentials.NewStaticV4(server.AccessKey, server.SecretKey, "")})
	if err != nil {
		t.Fatal(err)
	}
	test(t, schooltest.On(t, store), func(key string, text []byte) {
		_, err := client.PutObject(t.Context(), "vatra", key, bytes.NewReader(text), int64(len(text)), minio.PutObjectOptions{})
		if err != nil {
			t.Fatal(err)
		}
	})
}
