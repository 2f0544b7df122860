package markdown_test

import (
	"fmt"

	"vatra/assessment/formats/markdown"
)

func ExampleParse() {
	questions, warnings := markdown.Parse(`
**Who may read the register of petitions?** {#register}

- [ ] Nobody
- [x] Whoever handles them
  > And the mayor, who signs.
- [ ] Everybody

> Right.
> Think of whom the petitions speak of.
`, "en")
	question := questions[0]
	fmt.Println(question.Key, question.Type, len(question.Choices), len(warnings))
	fmt.Println(question.Texts["en"].Items["c2"].Feedback)
	// Output:
	// register single 3 0
	// And the mayor, who signs.
}
