package starter_test

import (
	"io/fs"
	"path"
	"strings"
	"testing"

	"vatra/content/markup"
	"vatra/content/starter"
)

// Addresses in the lessons are examples of what not to answer: none may be a link to write to.
func TestNoAddressOfAStarterCourseCanBeWrittenTo(t *testing.T) {
	t.Parallel()
	for _, folder := range starter.Folders() {
		t.Run(folder, func(t *testing.T) {
			t.Parallel()
			noAddressCanBeWrittenTo(t, starter.Course(folder))
		})
	}
}

func noAddressCanBeWrittenTo(t *testing.T, course fs.FS) {
	t.Helper()
	rendered := 0
	err := fs.WalkDir(course, ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".md" {
			return err
		}
		source, err := fs.ReadFile(course, name)
		if err != nil {
			return err
		}
		renderer := markup.Renderer{
			Resolve: func(string) (markup.Resolved, bool) { return markup.Resolved{}, false }, Entry: name,
		}
		html, _ := renderer.Render(string(source), markup.SyntaxMarkdown)
		if strings.Contains(html, "mailto:") {
			t.Errorf("%s has a live address", name)
		}
		rendered++
		return nil
	})
	if err != nil || rendered == 0 {
		t.Fatalf("rendered %d texts, %v", rendered, err)
	}
}
