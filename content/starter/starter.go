// Package starter holds the courses that come with Vatra, in the importer's Markdown format. It is data: it imports
// nothing of Vatra.
package starter

import (
	"embed"
	"io/fs"
)

//go:embed all:digital-literacy all:digitalisation-expert all:participatory-governance all:first-steps
var files embed.FS

// The folders of the courses: one for each track, and one for those who have never used a computer.
const (
	DigitalLiteracy         = "digital-literacy"
	DigitalisationExpert    = "digitalisation-expert"
	ParticipatoryGovernance = "participatory-governance"
	FirstSteps              = "first-steps"
)

// Folders are the folders of all courses.
func Folders() []string {
	return []string{DigitalLiteracy, DigitalisationExpert, ParticipatoryGovernance, FirstSteps}
}

// Course is the course of a folder, as a package.
func Course(folder string) fs.FS {
	course, err := fs.Sub(files, folder)
	if err != nil {
		panic(err) // the folders are fixed at compile time
	}
	return course
}
