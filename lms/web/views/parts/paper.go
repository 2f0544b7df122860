package parts

// PaperPicture is the picture of the paper of a certificate, with the address of a large one.
type PaperPicture struct {
	URL, Large    string
	Width, Height int // pixels
	Alt           string
}
