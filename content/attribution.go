package content

// Attribution says whose work a course or an asset is, as open licences ask.
type Attribution struct {
	Title  string `json:"title,omitempty"`
	Author string `json:"author,omitempty"`
	Source string `json:"source,omitempty"`
}
