package blobs

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"math"
	"net/http"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"vatra/lms/fault"
)

// MinIO is the object store in a bucket of a MinIO server or of any other that speaks S3.
type MinIO struct {
	client minio.Core
	bucket string
}

var _ Store = (*MinIO)(nil)

// MinIOConfig says where the bucket is. Endpoint is host:port; Region may be empty.
type MinIOConfig struct {
	Endpoint  string
	Bucket    string
	AccessKey string
	SecretKey string
	Region    string
	TLS       bool
}

// attempts at a request that fails for a passing reason; a reader waits meanwhile, so they are few.
const minioAttempts = 3

const minioStart = 30 * time.Second // that one may take to start

// starting reports whether a MinIO has only just started and knows no buckets or no keys yet. Its client does not take
// that as a reason to try again.
func starting(err error) bool {
	code := minio.ToErrorResponse(err).Code
	return code == "XMinioServerNotInitialized" || code == "XMinioIAMNotInitialized"
}

// ErrKeysRefused is why a store that answers cannot be used: it does not know the access key, the secret key is not the
// one that belongs to it, or its owner may not use the bucket.
var ErrKeysRefused = errors.New("the keys are refused")

// OpenMinIO opens the store and makes its bucket when it is missing. A server that is starting is waited for; one that
// does not answer, or refuses the keys (ErrKeysRefused), is Unavailable.
func OpenMinIO(ctx context.Context, config MinIOConfig) (*MinIO, error) {
	client, err := minio.NewCore(config.Endpoint, &minio.Options{
		Creds:      credentials.NewStaticV4(config.AccessKey, config.SecretKey, ""),
		Secure:     config.TLS,
		Region:     config.Region,
		MaxRetries: minioAttempts,
	})
	if err != nil {
		return nil, fmt.Errorf("opening the object store: %w", err)
	}
	m := &MinIO{client: *client, bucket: config.Bucket}
	exists, err := client.BucketExists(ctx, config.Bucket)
	for end := time.Now().Add(minioStart); starting(err) && time.Now().Before(end); {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
		exists, err = client.BucketExists(ctx, config.Bucket)
	}
	if err != nil {
		return nil, m.fault(blameKeys(err), "")
	}
	if exists {
		return m, nil
	}
	err = client.MakeBucket(ctx, config.Bucket, minio.MakeBucketOptions{Region: config.Region})
	if err != nil && minio.ToErrorResponse(err).Code != minio.BucketAlreadyOwnedByYou { // another node was faster
		return nil, m.fault(blameKeys(err), "")
	}
	return m, nil
}

// blameKeys marks the answers that the keys are to blame for.
func blameKeys(err error) error {
	switch minio.ToErrorResponse(err).Code {
	case minio.AccessDenied, minio.InvalidAccessKeyID, minio.SignatureDoesNotMatch:
		return fmt.Errorf("%w: %w", ErrKeysRefused, err)
	default:
		return err
	}
}

// Put keeps the rules of Store.
func (m *MinIO) Put(ctx context.Context, r io.Reader, mediaType string) (Blob, error) {
	return put(ctx, m, r, mediaType)
}

// Stage keeps the rules of Store. The content waits on this machine's disk.
func (m *MinIO) Stage(ctx context.Context, r io.Reader, mediaType string) (*Staged, error) {
	return stage(ctx, "", r, func(ctx context.Context, upload *Staged) error { return m.keep(ctx, upload, mediaType) })
}

// keep uploads the content, unless it is there already.
func (m *MinIO) keep(ctx context.Context, upload *Staged, mediaType string) error {
	lies, err := upload.lies(ctx, m)
	if err != nil || lies {
		return err
	}
	// A file that the client may not close: it may have to be read again.
	content := io.NewSectionReader(upload.file, 0, upload.Size)
	_, err = m.client.Client.PutObject(ctx, m.bucket, blobKey(upload.SHA256), content, upload.Size,
		minio.PutObjectOptions{ContentType: mediaType})
	if err != nil {
		return m.fault(err, upload.SHA256)
	}
	return nil
}

// Get keeps the rules of Store.
func (m *MinIO) Get(ctx context.Context, sum string, offset, length int64) (io.ReadCloser, error) {
	if !isSum(sum) {
		return nil, blobMissing(sum)
	}
	if length == 0 { // S3 has no way to ask for nothing
		if _, err := m.Stat(ctx, sum); err != nil {
			return nil, err
		}
		return empty(), nil
	}
	options := minio.GetObjectOptions{}
	if err := setRange(&options, offset, length); err != nil {
		return nil, fmt.Errorf("reading an object: %w", err)
	}
	body, _, _, err := m.client.GetObject(ctx, m.bucket, blobKey(sum), options)
	if err != nil {
		if minio.ToErrorResponse(err).Code == minio.InvalidRange {
			return empty(), nil
		}
		return nil, m.fault(err, sum)
	}
	return body, nil
}

// Stat keeps the rules of Store.
func (m *MinIO) Stat(ctx context.Context, sum string) (Blob, error) {
	if !isSum(sum) {
		return Blob{}, blobMissing(sum)
	}
	info, err := m.client.StatObject(ctx, m.bucket, blobKey(sum), minio.StatObjectOptions{})
	if err != nil {
		return Blob{}, m.fault(err, sum)
	}
	return Blob{SHA256: sum, Size: info.Size}, nil
}

// List keeps the rules of Store.
func (m *MinIO) List(ctx context.Context, after string) iter.Seq2[Entry, error] {
	options := minio.ListObjectsOptions{Recursive: true}
	if isSum(after) {
		options.StartAfter = blobKey(after)
	}
	return func(yield func(Entry, error) bool) {
		for object := range m.client.ListObjectsIter(ctx, m.bucket, options) {
			if object.Err != nil {
				yield(Entry{}, m.fault(object.Err, ""))
				return
			}
			if !yield(entryAt(object.Key, object.Size, object.LastModified), nil) {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield(Entry{}, err)
		}
	}
}

// Delete keeps the rules of Store.
func (m *MinIO) Delete(ctx context.Context, sum string) error {
	if !isSum(sum) {
		return nil
	}
	err := m.client.RemoveObject(ctx, m.bucket, blobKey(sum), minio.RemoveObjectOptions{})
	if err != nil && minio.ToErrorResponse(err).Code != minio.NoSuchKey {
		return m.fault(err, sum)
	}
	return nil
}

// Ping keeps the rules of Store.
func (m *MinIO) Ping(ctx context.Context) error {
	exists, err := m.client.BucketExists(ctx, m.bucket)
	if err == nil && !exists {
		err = errors.New("the bucket is gone")
	}
	if err != nil {
		return m.fault(err, "")
	}
	return nil
}

// fault tells an object that is not there from a store that cannot be used now.
func (m *MinIO) fault(err error, sum string) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	response := minio.ToErrorResponse(err)
	if sum != "" && (response.Code == minio.NoSuchKey || response.Code == "" && response.StatusCode == http.StatusNotFound) {
		return blobMissing(sum)
	}
	return fault.Wrap(fmt.Errorf("object store: %w", err), fault.Unavailable, "content.store_unavailable")
}

// setRange asks for a part as HTTP has it (RFC 9110, section 14.1.2): both ends count.
func setRange(options *minio.GetObjectOptions, offset, length int64) error {
	switch {
	case offset == 0 && length < 0:
		return nil
	case length < 0 || length > math.MaxInt64-offset:
		return options.SetRange(offset, 0) // to the end
	default:
		return options.SetRange(offset, offset+length-1)
	}
}

func empty() io.ReadCloser { return io.NopCloser(bytes.NewReader(nil)) }
