// Package starter holds the courses that come with Vatra, in the importer's Markdown format. It is data: it imports
// nothing of Vatra.
package starter

import (
	"embed"
	"io/fs"
)

//go:embed all:digital-literacy
var files embed.FS

// DigitalLiteracy is the course of the first track, as the folder of a package.
func DigitalLiteracy() fs.FS {
	course, err := fs.Sub(files, "digital-literacy")
	if err != nil {
		panic(err) // the name is fixed at compile time
	}
	return course
}
