// Package clamav asks a virus scanner about a file, by the protocol of ClamAV's clamd (clamd(8), INSTREAM). It keeps nothing
// and decides nothing: what is refused is its caller's to say. It imports nothing of Vatra but the leaf fault.
package clamav

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	"unicode"

	"vatra/lms/fault"
)

const (
	reachTime  = 5 * time.Second  // for clamd to be reached
	chunkTime  = 30 * time.Second // for each piece of the file to be taken
	answerTime = 5 * time.Minute  // from the last piece to the answer; clamd itself gives up after two, unless it is told otherwise
	chunkSize  = 64 << 10
	answerSize = 512 // bytes
	findSize   = 100 // bytes of the name of what was found
)

// Scanner is a clamd that is asked over a socket. It holds no connection, and may be used by many at once.
type Scanner struct{ network, address string }

// Open understands where clamd listens: tcp://host:port, or unix:/path of its socket. Nobody is asked yet.
func Open(where string) (*Scanner, error) {
	if path, local := strings.CutPrefix(where, "unix:"); local {
		if path = filepath.Clean(path); !filepath.IsAbs(path) || len(path) > longestSocket || strings.ContainsRune(path, 0) {
			return nil, errors.New("no path of a socket")
		}
		return &Scanner{"unix", path}, nil
	}
	address, remote := strings.CutPrefix(where, "tcp://")
	host, port, err := net.SplitHostPort(address)
	if !remote || err != nil || host == "" || strings.ContainsAny(host, "/@ ?#") {
		return nil, errors.New("no host and port")
	}
	if number, err := strconv.ParseUint(port, 10, 16); err != nil || number == 0 {
		return nil, errors.New("no port")
	}
	return &Scanner{"tcp", address}, nil
}

// longestSocket is how many bytes the path of a socket may have: sun_path of unix(7), and its closing NUL.
const longestSocket = 107

// Scan sends all that r gives and returns the name of what was found in it, at most 100 bytes on one line; empty where
// nothing was. An Unavailable fault (error.unavailable) says that no answer is to be had: clamd is away, takes too long, or
// does not take so much (its StreamMaxLength). Then nothing is known of the file. Where r itself fails, its error is returned.
func (s *Scanner) Scan(ctx context.Context, r io.Reader) (find string, err error) {
	conn, err := (&net.Dialer{Timeout: reachTime}).DialContext(ctx, s.network, s.address)
	if err != nil {
		return "", away(err)
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	source := &reader{r: r}
	sent := send(conn, source)
	if source.err != nil {
		return "", source.err
	}
	// Also where not all of it was taken: the answer says why.
	answer, err := receive(conn)
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case err != nil:
		return "", away(errors.Join(sent, err))
	case sent != nil:
		return "", away(fmt.Errorf("it answered %.100q: %w", answer, sent))
	}
	return read(answer)
}

// reader remembers the fault of what is read, to tell it from one of the connection.
type reader struct {
	r   io.Reader
	err error
}

func (r *reader) Read(p []byte) (int, error) {
	n, err := r.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		r.err = err
	}
	return n, err
}

// send gives clamd the file in pieces, each after its length, and a length of nought for the end.
func send(conn net.Conn, r io.Reader) error {
	if err := put(conn, []byte("zINSTREAM\x00")); err != nil {
		return err
	}
	chunk := make([]byte, 4+chunkSize)
	for {
		n, err := io.ReadFull(r, chunk[4:])
		if n > 0 {
			binary.BigEndian.PutUint32(chunk, uint32(n))
			if err := put(conn, chunk[:4+n]); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return put(conn, []byte{0, 0, 0, 0})
		}
		if err != nil {
			return err
		}
	}
}

func put(conn net.Conn, piece []byte) error {
	if err := conn.SetWriteDeadline(time.Now().Add(chunkTime)); err != nil {
		return err
	}
	_, err := conn.Write(piece)
	return err
}

// receive is the answer, whole: up to its NUL.
func receive(conn net.Conn) (string, error) {
	if err := conn.SetReadDeadline(time.Now().Add(answerTime)); err != nil {
		return "", err
	}
	answer, err := bufio.NewReader(io.LimitReader(conn, answerSize)).ReadString(0)
	if err != nil {
		return "", fmt.Errorf("its answer is cut off after %.100q: %w", answer, err)
	}
	return strings.TrimSuffix(answer, "\x00"), nil
}

// read understands the answer; whatever is neither OK nor FOUND is no answer about the file.
func read(answer string) (find string, err error) {
	said, about := strings.CutPrefix(answer, "stream: ")
	if about && said == "OK" {
		return "", nil
	}
	find, found := strings.CutSuffix(said, " FOUND")
	if find = printable(find); !about || !found || find == "" {
		return "", away(fmt.Errorf("it answered %.100q", answer))
	}
	return find, nil
}

// printable is the name of a find, fit for a line of a log.
func printable(name string) string {
	name = strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) && r != unicode.ReplacementChar {
			return r
		}
		return -1
	}, name)
	return strings.TrimSpace(strings.ToValidUTF8(name[:min(len(name), findSize)], ""))
}

func away(err error) error {
	return fault.Wrap(fmt.Errorf("asking the virus scanner: %w", err), fault.Unavailable, "error.unavailable")
}
