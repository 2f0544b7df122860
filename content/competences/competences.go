// Package competences holds the digital competences that a course can say it trains: the five areas and twenty-one competences of
// DigComp 3.0, the European Digital Competence Framework (Cosgrove, J., Cachia, R.: DigComp 3.0, European Commission, Joint Research
// Centre, 2025, JRC144121). Numbers and structure are those of its edition 2.2 too (JRC128415, 2022). What each is called stands in
// the catalogue, subject competences; the words there are ours, after both editions, and no official translation.
package competences

import "slices"

// Area is a group of competences.
type Area struct {
	Number      string   // "1"
	Competences []string // "1.1", in their order
}

var areas = []Area{
	{"1", []string{"1.1", "1.2", "1.3"}},
	{"2", []string{"2.1", "2.2", "2.3", "2.4", "2.5", "2.6"}},
	{"3", []string{"3.1", "3.2", "3.3", "3.4"}},
	{"4", []string{"4.1", "4.2", "4.3", "4.4"}},
	{"5", []string{"5.1", "5.2", "5.3", "5.4"}},
}

// Areas are all of them; nobody may change them.
func Areas() []Area { return areas }

// Known reports whether there is a competence with the number.
func Known(number string) bool {
	return slices.ContainsFunc(areas, func(a Area) bool { return slices.Contains(a.Competences, number) })
}

// Sorted are those of the numbers that are known, each once, in the order of the framework.
func Sorted(numbers []string) []string {
	known := []string{}
	for _, area := range areas {
		for _, one := range area.Competences {
			if slices.Contains(numbers, one) {
				known = append(known, one)
			}
		}
	}
	return known
}
