package traffic

// File is something that the page gave to the person.
type File struct {
	Name string // as the browser would save it
	Path string // where it lies until the test is over
	Data []byte

	Whole bool // it did not break off
}
