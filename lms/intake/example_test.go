package intake_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"vatra/content/importers"
	"vatra/lms/intake"
)

func ExampleSurvey() {
	dir, err := os.MkdirTemp("", "vatra-example-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	for name, text := range map[string]string{
		"course.yaml": "vatra: 1\ncode: town\ntitle: Town\nlanguages: [en]\n", "hall.md": "# The hall\n\n![the hall](hall.jpg)\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			panic(err)
		}
	}
	pkg, err := importers.Open(context.Background(), dir)
	if err != nil {
		panic(err)
	}
	defer pkg.Close()
	report, err := intake.Survey(context.Background(), pkg)
	if err != nil {
		panic(err)
	}
	fmt.Println(report.Code, report.Lessons)
	for _, warning := range report.Warnings {
		fmt.Println(warning.Entry, warning.Key)
	}
	// Output:
	// town 1
	// hall.md content.image_missing
}
