package importers_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"vatra/content/importers"
)

// A folder of Markdown without any manifest is a course too: names give order and titles.
func ExampleOpen() {
	dir, err := os.MkdirTemp("", "packages-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	course := filepath.Join(dir, "safe-passwords")
	if err := os.MkdirAll(filepath.Join(course, "01-why"), 0o750); err != nil {
		panic(err)
	}
	text := "# Why it matters\n\nA password is the key to the town hall, and keys are not left under the mat.\n"
	if err := os.WriteFile(filepath.Join(course, "01-why", "01-why.en.md"), []byte(text), 0o600); err != nil {
		panic(err)
	}
	pkg, err := importers.Open(context.Background(), course)
	if err != nil {
		panic(err)
	}
	defer pkg.Close()
	fmt.Println(pkg.Format, pkg.Code, pkg.Languages)
	for _, module := range pkg.Modules {
		for _, lesson := range module.Lessons {
			fmt.Println(module.Key, lesson.Key, lesson.Texts["en"].Title)
		}
	}
	// Output:
	// markdown safe-passwords [en]
	// why why Why it matters
}
