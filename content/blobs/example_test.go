package blobs_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"vatra/content/blobs"
)

// The same content is kept once, under its hash.
func ExampleFolder() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "blobs-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	store, err := blobs.OpenFolder(dir)
	if err != nil {
		panic(err)
	}
	first, _ := store.Put(ctx, strings.NewReader("a map of the commune"), "text/plain")
	second, _ := store.Put(ctx, strings.NewReader("a map of the commune"), "text/plain")
	fmt.Println(first == second, first.Size)

	part, err := store.Get(ctx, first.SHA256, 2, 3)
	if err != nil {
		panic(err)
	}
	defer part.Close()
	text, _ := io.ReadAll(part)
	fmt.Println(string(text))
	// Output:
	// true 20
	// map
}
