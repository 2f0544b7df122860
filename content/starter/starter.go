// Package starter holds the courses that come with Vatra, in the importer's Markdown format. It is data: it imports
// nothing of Vatra.
package starter

import (
	"embed"
	"io/fs"
)

//go:embed all:digital-literacy
var files embed.FS

// DigitalLiteracy is the folder of the course of the first track.
const DigitalLiteracy = "digital-literacy"

// Folders are the folders of all courses, in the order in which they are meant to be taken.
func Folders() []string { return []string{DigitalLiteracy} }

// Course is the course of a folder, as a package.
func Course(folder string) fs.FS {
	course, err := fs.Sub(files, folder)
	if err != nil {
		panic(err) // the folders are fixed at compile time
	}
	return course
}
