package cartridge

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"

	"golang.org/x/net/html/charset"

	"vatra/lms/fault"
)

// ManifestName is the file at the root that makes an archive a package of IMS.
const ManifestName = "imsmanifest.xml"

// What is read of an XML document: bytes of the manifest, and of any document elements with their attributes, and how deep they
// stand in one another.
const (
	maxManifestSize = 8 << 20
	maxXMLNodes     = 400_000
	maxXMLDepth     = 100
)

// imsManifest is what is read of imsmanifest.xml: IMS Common Cartridge 1.1 to 1.3, whose elements have the same names in
// different namespaces.
type imsManifest struct {
	Schema        string            `xml:"metadata>schema"`
	LOM           imsLOM            `xml:"metadata>lom"`
	Organizations []imsOrganization `xml:"organizations>organization"`
	Resources     []imsResource     `xml:"resources>resource"`
}

// imsLOM is IEEE Learning Object Metadata, as far as it says what a course says.
type imsLOM struct {
	Languages    []string        `xml:"general>language"`
	Titles       []imsString     `xml:"general>title>string"`
	Descriptions []imsString     `xml:"general>description>string"`
	Rights       []imsString     `xml:"rights>description>string"`
	Contributors []imsContribute `xml:"lifeCycle>contribute"`
}

type imsString struct {
	Language string `xml:"language,attr"`
	Text     string `xml:",chardata"`
}

type imsContribute struct {
	Role     string   `xml:"role>value"`
	Entities []string `xml:"entity"`
}

type imsOrganization struct {
	Items []imsItem `xml:"item"`
}

type imsItem struct {
	Identifier string    `xml:"identifier,attr"`
	Resource   string    `xml:"identifierref,attr"`
	Title      string    `xml:"title"`
	Items      []imsItem `xml:"item"`
}

type imsResource struct {
	Identifier string    `xml:"identifier,attr"`
	Type       string    `xml:"type,attr"`
	Href       string    `xml:"href,attr"`
	Files      []imsFile `xml:"file"`
}

type imsFile struct {
	Href string `xml:"href,attr"`
}

// imsTopic is a discussion topic (imsdt).
type imsTopic struct {
	XMLName xml.Name `xml:"topic"`
	Title   string   `xml:"title"`
	Text    struct {
		Type    string `xml:"texttype,attr"`
		Content string `xml:",chardata"`
	} `xml:"text"`
	Attachments []imsFile `xml:"attachments>attachment"`
}

// imsWebLink is a link to the web (imswl).
type imsWebLink struct {
	XMLName xml.Name `xml:"webLink"`
	Title   string   `xml:"title"`
	URL     struct {
		Href string `xml:"href,attr"`
	} `xml:"url"`
}

// imsAssessment is the head of a quiz in QTI 1.2: its name and its rules. The questions are for assessment to read.
type imsAssessment struct {
	XMLName    xml.Name `xml:"questestinterop"`
	Assessment struct {
		Title  string `xml:"title,attr"`
		Fields []struct {
			Label string `xml:"fieldlabel"`
			Entry string `xml:"fieldentry"`
		} `xml:"qtimetadata>qtimetadatafield"`
	} `xml:"assessment"`
}

// decodeXML reads a document, within bounds. One that declares entities is refused: a reader that resolved them would fetch files of
// this machine or unfold without end, and no honest document needs them.
func decodeXML(name string, data []byte, into any) error {
	decoder := newXMLDecoder(data)
	nodes, depth := 0, 0
	for {
		token, err := decoder.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return malformed(name, err)
		}
		switch token := token.(type) {
		case xml.Directive:
			if bytes.Contains(bytes.ToUpper(token), []byte("<!ENTITY")) {
				return fault.New(fault.Invalid, "content.xml_entity", "Entry", name)
			}
		case xml.StartElement:
			nodes, depth = nodes+1+len(token.Attr), depth+1
		case xml.EndElement:
			depth--
		}
		if nodes > maxXMLNodes || depth > maxXMLDepth {
			return fault.New(fault.Invalid, "content.manifest_too_large", "Entry", name)
		}
	}
	if err := newXMLDecoder(data).Decode(into); err != nil {
		return malformed(name, err)
	}
	return nil
}

func newXMLDecoder(data []byte) *xml.Decoder {
	decoder := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\uFEFF"))))
	decoder.CharsetReader = charset.NewReaderLabel
	return decoder
}

const keyMalformed = "content.xml_malformed"

func malformed(name string, err error) error {
	line := 1
	if syntax, ok := errors.AsType[*xml.SyntaxError](err); ok {
		line = syntax.Line
	}
	return fault.Wrap(err, fault.Invalid, keyMalformed, "Entry", name, "Line", line)
}

// malformedLine is the line of an error that malformed made; ok is false for any other.
func malformedLine(err error) (line any, ok bool) {
	f, ok := errors.AsType[*fault.Error](err)
	if !ok || f.Key != keyMalformed {
		return nil, false
	}
	return f.Args["Line"], true
}

var vcardName = regexp.MustCompile(`(?im)^FN[^:\n]*:(.+)$`)

// author is the first of those who made the cartridge; LOM gives people as vCards.
func (l imsLOM) author() string {
	for _, contribute := range l.Contributors {
		for _, entity := range contribute.Entities {
			if m := vcardName.FindStringSubmatch(entity); m != nil {
				return oneLine(m[1])
			}
			if name := oneLine(entity); name != "" && !strings.Contains(entity, "VCARD") {
				return name
			}
		}
	}
	return ""
}

const maxTitleLength = 300

// oneLine is a text without line breaks, and not longer than a title may be.
func oneLine(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if runes := []rune(s); len(runes) > maxTitleLength {
		return string(runes[:maxTitleLength]) + "…"
	}
	return s
}
