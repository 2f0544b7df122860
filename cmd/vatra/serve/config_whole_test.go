//go:build whole

package serve_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vatra/cmd/vatra/serve"
	"vatra/content/blobs"
	"vatra/lms/fault"
)

func TestObjectStoreThatCannotBeUsedStopsTheStart(t *testing.T) {
	t.Parallel()
	const hidden = "not-to-be-told"
	working := configured(t)
	away, wrongKey, unknownKey := *working.S3, *working.S3, *working.S3
	away.Endpoint, away.SecretKey = "127.0.0.1:1", hidden
	wrongKey.SecretKey = hidden
	unknownKey.AccessKey, unknownKey.SecretKey = "nobody", hidden
	for want, store := range map[string]blobs.MinIOConfig{
		"VATRA_S3_ENDPOINT (127.0.0.1:1)": away,
		"VATRA_S3_SECRET_KEY":             wrongKey,
		"VATRA_S3_ACCESS_KEY":             unknownKey,
	} {
		conf := working
		conf.Addr, conf.Data, conf.S3 = "127.0.0.1:0", folder(t), &store
		err := serve.Run(t.Context(), conf)
		if err == nil {
			t.Errorf("%s: it started", want)
			continue
		}
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q does not name %s", err, want)
		}
		for _, inner := range []string{hidden, "store_unavailable", "unavailable:"} {
			if strings.Contains(err.Error(), inner) {
				t.Errorf("%q tells %s", err, inner)
			}
		}
		if told, ok := errors.AsType[*fault.Error](err); ok {
			t.Errorf("the command would say %s, which names no setting", told.Key)
		}
	}
}

func TestSecretIsMadeOnceAndKeptClosed(t *testing.T) {
	t.Parallel()
	conf := serve.Config{DatabaseURL: "", Data: folder(t)}
	first := run(t, conf)
	name := filepath.Join(first.data, "secret")
	info, err := os.Stat(name)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("the secret: %v %v", info, err)
	}
	made := first.Secret
	first.stop()
	if second := run(t, conf); !bytes.Equal(second.Secret, made) || len(made) < 32 {
		t.Error("the second start has another secret, so every receipt of the first is void")
	}
}
