package content

// Attribution names whom a course or an asset comes from, as open licences ask for.
type Attribution struct {
	Title  string `json:"title,omitempty"`
	Author string `json:"author,omitempty"`
	Source string `json:"source,omitempty"`
}
