// Package assets owns the style sheet, the scripts and the pictures of the interface: small, without any third party,
// each under an address that carries its hash, so that a browser fetches it once. It imports nothing of Vatra.
package assets

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"path"
	"sync"

	"github.com/andybalholm/brotli"
)

//go:embed *.css *.js *.svg
var files embed.FS

// Prefix begins the address of every asset: /static/<hash>/<name>.
const Prefix = "/static/"

// File is one asset as it is sent.
type File struct {
	Name, Hash, MediaType string
	Plain                 []byte
	Brotli, Gzip          []byte
}

// Set holds all assets, minified and compressed once. It never changes.
type Set struct{ files map[string]*File }

// Load prepares the embedded assets and draws the icons: once in a process, since packing them as small as they can be is a
// third of a second of work and always gives the same.
var Load = sync.OnceValues(load)

func load() (*Set, error) {
	names, err := fs.Glob(files, "*.*")
	if err != nil {
		return nil, err
	}
	set := &Set{files: map[string]*File{}}
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		if err := set.add(name, text); err != nil {
			return nil, err
		}
	}
	for _, size := range IconSizes {
		icon, err := drawIcon(size)
		if err != nil {
			return nil, err
		}
		if err := set.add(IconName(size), icon); err != nil {
			return nil, err
		}
	}
	return set, nil
}

func (s *Set) add(name string, text []byte) error {
	file, err := prepare(name, text)
	if err != nil {
		return fmt.Errorf("preparing %s: %w", name, err)
	}
	s.files[name] = file
	return nil
}

// Has reports whether there is an asset with the name.
func (s *Set) Has(name string) bool { return s.files[name] != nil }

// URL is the address of an asset by its name; a name that does not exist stops the program, since only code names them.
func (s *Set) URL(name string) string {
	file := s.files[name]
	if file == nil {
		panic("there is no asset called " + name)
	}
	return Prefix + file.Hash + "/" + name
}

// File is the asset with the name and hash of an address.
func (s *Set) File(hash, name string) (*File, bool) {
	file := s.files[name]
	return file, file != nil && file.Hash == hash
}

// window is the base 2 logarithm of how far back Brotli looks.
const window = 16

func prepare(name string, text []byte) (*File, error) {
	switch path.Ext(name) {
	case ".css":
		text = minifyCSS(text)
	case ".js":
		text = minifyJS(text)
	}
	hash := sha256.Sum256(text)
	file := &File{
		Name: name, Hash: hex.EncodeToString(hash[:])[:16],
		MediaType: mime.TypeByExtension(path.Ext(name)), Plain: text,
	}
	var packed bytes.Buffer
	// The window is no larger than the files, since the tables grow with it: 20 MB for each file by default.
	br := brotli.NewWriterOptions(&packed, brotli.WriterOptions{Quality: brotli.BestCompression, LGWin: window})
	if _, err := br.Write(text); err != nil {
		return nil, err
	}
	if err := br.Close(); err != nil {
		return nil, err
	}
	file.Brotli = bytes.Clone(packed.Bytes())
	packed.Reset()
	gz, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := gz.Write(text); err != nil {
		return nil, err
	}
	if err := gz.Close(); err != nil {
		return nil, err
	}
	file.Gzip = bytes.Clone(packed.Bytes())
	return file, nil
}
