// Package i18n owns every string of the interface, in every language, and how dates, numbers and amounts are written
// in each. It imports nothing of Vatra but lms/fault.
//
// The strings are in catalogue/<subject>/<language>.toml, in go-i18n's format. A key has one subject and in all
// languages; a message that counts has the plural forms that CLDR names for its language:
//
//	"login.title" = "Log in"
//	["course.lessons"]
//	one = "{{.Count}} lesson"
//	other = "{{.Count}} lessons"
//
// Beside them, catalogue/GLOSSARY.<language>.toml says which word is used for a thing and which are not; the program does not
// carry these lists, and a test holds the catalogue to them.
//
// The tests of this package read the source of the whole program: a key that is used and not translated fails them.
package i18n
