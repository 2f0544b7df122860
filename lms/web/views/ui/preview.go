package ui

// Preview is what a link to a page looks like where it is shared, by the Open Graph protocol (https://ogp.me). All
// addresses are whole.
type Preview struct {
	Title, Text   string
	URL           string
	Image         string // empty where there is none yet
	Width, Height int    // of the image, in pixels
	Alt           string
}

// places are the languages of the interface with the country that the protocol wants to hear of.
var places = map[string]string{"ro": "ro_RO", "bg": "bg_BG", "en": "en_GB", "sq": "sq_AL", "mk": "mk_MK", "sr": "sr_RS"}

// twitterCard is the kind of a preview that its picture asks for.
func (p Preview) twitterCard() string {
	if p.Image == "" {
		return "summary"
	}
	return "summary_large_image"
}
