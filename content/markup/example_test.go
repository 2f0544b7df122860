package markup_test

import (
	"fmt"

	"vatra/content/markup"
)

// What an author writes becomes blocks that a page may show; what could run, and what is not there, is left out and told.
func ExampleRenderer() {
	renderer := markup.Renderer{Entry: "01-start.md", Title: "Start", Lang: "en"}
	html, warnings := renderer.Render("# Start\n\n## Before you begin\n\nRead <script>alert(1)</script>[this](missing.pdf).",
		markup.SyntaxMarkdown)
	fmt.Println(html)
	for _, warning := range warnings {
		fmt.Println(warning.Entry, warning.Key)
	}
	// Output:
	// <h2 id="c-before-you-begin">Before you begin</h2>
	// <p>Read this.</p>
	// 01-start.md content.element_removed
	// 01-start.md content.link_missing
}
