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
func TestNoAddressOfTheStarterCourseCanBeWrittenTo(t *testing.T) {
	t.Parallel()
	course, rendered := starter.DigitalLiteracy(), 0
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
