package translation

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

const (
	xliffSpace = "urn:oasis:names:tc:xliff:document:2.0" // of 2.1 too (section 4.1 of it)
	stale      = "vatra:stale"
	basePrefix = "e" // before the number of the target, in the id of its segment
)

// The elements of XLIFF that are written and read. Names are those of the standard, section 4.2.
type (
	xliffFile struct {
		ID       string       `xml:"id,attr"`
		Original string       `xml:"original,attr"`
		Units    []xliffUnit  `xml:"unit"`
		Groups   []xliffGroup `xml:"group"`
	}
	xliffGroup struct {
		Units  []xliffUnit  `xml:"unit"`
		Groups []xliffGroup `xml:"group"`
	}
	xliffUnit struct {
		ID    string       `xml:"id,attr"`
		Name  string       `xml:"name,attr,omitempty"`
		Notes []xliffNote  `xml:"notes>note,omitempty"`
		Parts []xliffParts `xml:",any"` // segments, and what stands between them
	}
	xliffNote struct {
		Category string `xml:"category,attr,omitempty"`
		Text     string `xml:",chardata"`
	}
	xliffParts struct {
		XMLName  xml.Name
		ID       string     `xml:"id,attr,omitempty"`
		State    string     `xml:"state,attr,omitempty"`
		SubState string     `xml:"subState,attr,omitempty"`
		Source   *xliffText `xml:"source"`
		Target   *xliffText `xml:"target"`
	}
)

func writeXLIFF(w io.Writer, d Document) error {
	type document struct {
		XMLName xml.Name  `xml:"urn:oasis:names:tc:xliff:document:2.0 xliff"`
		Version string    `xml:"version,attr"`
		From    string    `xml:"srcLang,attr"`
		To      string    `xml:"trgLang,attr"`
		Space   string    `xml:"xml:space,attr"`
		File    xliffFile `xml:"file"`
	}
	whole := document{Version: "2.1", From: d.From, To: d.To, Space: "preserve", File: xliffFile{ID: "f1", Original: d.Original}}
	for i, unit := range d.Units {
		whole.File.Units = append(whole.File.Units, unitOf(i, unit))
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	return xml.NewEncoder(w).Encode(whole)
}

func unitOf(i int, u Unit) xliffUnit {
	segment := xliffParts{
		XMLName: xml.Name{Local: "segment"}, ID: basePrefix + strconv.Itoa(u.Base), State: "initial", Source: textOf(u.Source),
	}
	unit := xliffUnit{ID: "u" + strconv.Itoa(i+1), Name: u.Name}
	if u.Where != "" {
		unit.Notes = append(unit.Notes, xliffNote{Category: "location", Text: u.Where})
	}
	if u.Target != "" {
		segment.Target, segment.State = textOf(u.Target), "translated"
	}
	if u.Stale {
		segment.State, segment.SubState = "initial", stale
		if u.Previous != "" {
			unit.Notes = append(unit.Notes, xliffNote{Category: "previous-source", Text: u.Previous})
		}
	}
	unit.Parts = []xliffParts{segment}
	return unit
}

// readXLIFF reads XLIFF 2.0 and 2.1. Where a tool has cut a unit into several segments they are joined again. Codes within a
// text (pc, ph), of which Write makes none, have no place in a text of a lesson.
func readXLIFF(data []byte) (Document, error) {
	decoder := xml.NewDecoder(bytes.NewReader(data))
	var whole struct {
		XMLName xml.Name    `xml:"urn:oasis:names:tc:xliff:document:2.0 xliff"`
		From    string      `xml:"srcLang,attr"`
		To      string      `xml:"trgLang,attr"`
		Files   []xliffFile `xml:"file"`
	}
	if err := decoder.Decode(&whole); err != nil {
		line, _ := decoder.InputPos()
		return Document{}, &Malformed{Line: line, Why: err.Error()}
	}
	if len(whole.Files) != 1 || whole.Files[0].Original == "" || whole.To == "" {
		return Document{}, &Malformed{Line: 1, Why: "it does not say what it is of, or in which language"}
	}
	doc := Document{Original: whole.Files[0].Original, From: whole.From, To: whole.To}
	doc.add(xliffGroup{Units: whole.Files[0].Units, Groups: whole.Files[0].Groups})
	if len(doc.Units) > MaxUnits {
		return Document{}, &Malformed{Line: 1, Why: "too many units"}
	}
	return doc, nil
}

func (d *Document) add(group xliffGroup) {
	for _, unit := range group.Units {
		d.Units = append(d.Units, unit.joined())
	}
	for _, inner := range group.Groups {
		d.add(inner)
	}
}

// joined is a unit of its segments and of what is between them, which has a source alone where it is the same in both.
func (u xliffUnit) joined() Unit {
	joined := Unit{Name: u.Name, Base: -1}
	translated := false
	for i, part := range u.Parts {
		if part.Source == nil || part.XMLName.Local != "segment" && part.XMLName.Local != "ignorable" {
			continue
		}
		if number, found := strings.CutPrefix(part.ID, basePrefix); found && i == 0 {
			if base, err := strconv.ParseUint(number, 10, 31); err == nil {
				joined.Base = int(base)
			}
		}
		joined.Source += string(*part.Source)
		switch {
		case part.Target != nil:
			joined.Target += string(*part.Target)
			translated = translated || part.XMLName.Local == "segment"
		case part.XMLName.Local == "ignorable":
			joined.Target += string(*part.Source)
		}
		joined.Stale = joined.Stale || part.Target != nil && (part.State == "" && part.XMLName.Local == "segment" || part.State == "initial")
	}
	if !translated {
		joined.Target = ""
	}
	return joined
}

// xliffText is the text of a source or target.
type xliffText string

func textOf(text string) *xliffText {
	t := xliffText(text)
	return &t
}

// MarshalXML writes what XML cannot hold as cp (section 4.2.3.1).
func (t *xliffText) MarshalXML(e *xml.Encoder, start xml.StartElement) error {
	if err := e.EncodeToken(start); err != nil {
		return err
	}
	plain := 0
	text := string(*t)
	for at, r := range text {
		if r >= ' ' || r == '\n' || r == '\t' || r == '\r' {
			continue
		}
		cp := xml.StartElement{Name: xml.Name{Local: "cp"}, Attr: []xml.Attr{{Name: xml.Name{Local: "hex"}, Value: fmt.Sprintf("%04X", r)}}}
		for _, token := range []xml.Token{xml.CharData(text[plain:at]), cp, cp.End()} {
			if err := e.EncodeToken(token); err != nil {
				return err
			}
		}
		plain = at + 1
	}
	if err := e.EncodeToken(xml.CharData(text[plain:])); err != nil {
		return err
	}
	return e.EncodeToken(start.End())
}

// UnmarshalXML reads a text; marks of annotations (mrk, sm, em) are let go.
func (t *xliffText) UnmarshalXML(d *xml.Decoder, _ xml.StartElement) error {
	var b strings.Builder
	for depth := 0; ; {
		token, err := d.Token()
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.CharData:
			b.Write(token)
		case xml.StartElement:
			depth++
			if err := within(token, &b); err != nil {
				return err
			}
		case xml.EndElement:
			if depth == 0 {
				*t = xliffText(b.String())
				return nil
			}
			depth--
		}
	}
}

// errCode is told where a tool has put something into a text that is none.
var errCode = errors.New("a code within a text")

func within(element xml.StartElement, b *strings.Builder) error {
	switch element.Name.Local {
	case "mrk", "sm", "em":
		return nil
	case "cp":
		for _, attribute := range element.Attr {
			if attribute.Name.Local == "hex" {
				point, err := strconv.ParseUint(attribute.Value, 16, 21)
				b.WriteRune(rune(point))
				return err
			}
		}
	}
	return errCode
}
