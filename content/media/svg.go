package media

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"

	"vatra/lms/fault"
)

// SVG is a document that may hold scripts and ask other servers, so none is stored as it came: it is read as XML and
// written anew from the elements, attributes and values that are known to draw and to do nothing else.

const (
	// SVG is the media type of vector drawings.
	SVG          = "image/svg+xml"
	svgNamespace = "http://www.w3.org/2000/svg"

	svgBytes    = 4 << 20
	svgElements = 100_000 // also with all that <use> repeats
	svgDepth    = 200
)

// beginsSVG reports whether the first element of a document is svg.
func beginsSVG(head []byte) bool {
	trimmed := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	if !bytes.HasPrefix(trimmed, []byte("<")) {
		return false
	}
	decoder := xml.NewDecoder(bytes.NewReader(trimmed))
	for {
		token, err := decoder.RawToken()
		if err != nil {
			return false
		}
		if start, ok := token.(xml.StartElement); ok {
			return start.Name.Local == "svg"
		}
	}
}

// ReadSVG reads a drawing and gives it as it may be stored, with its size in pixels or zeros. A drawing that is too large
// or no XML is a fault.Invalid.
func ReadSVG(r io.Reader, name string) (drawing []byte, width, height int, err error) {
	raw, err := io.ReadAll(io.LimitReader(r, svgBytes+1))
	if err != nil {
		return nil, 0, 0, fmt.Errorf("reading %s: %w", name, err)
	}
	if len(raw) > svgBytes {
		return nil, 0, 0, fault.New(fault.Invalid, "content.asset_svg_too_large", "Name", name)
	}
	w := svgWriter{repeats: newRepeats()}
	if err := w.rewrite(bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))); err != nil {
		return nil, 0, 0, fault.Wrap(err, fault.Invalid, "content.asset_svg_unreadable", "Name", name)
	}
	return w.out.Bytes(), w.width, w.height, nil
}

// svgWriter writes a drawing anew.
type svgWriter struct {
	out           bytes.Buffer
	open          []svgOpen
	style         strings.Builder
	width, height int
	elements      int
	repeats       *repeats
}

// svgOpen is an element that has not ended; only those with a name are written. Part is the one that it counts for.
type svgOpen struct {
	name string
	part int
}

func (w *svgWriter) rewrite(raw []byte) error {
	decoder := xml.NewDecoder(bytes.NewReader(raw))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.StartElement:
			taken, err := w.start(token)
			if err != nil {
				return err
			}
			if !taken {
				if err := decoder.Skip(); err != nil {
					return err
				}
			}
		case xml.EndElement:
			w.end()
		case xml.CharData:
			w.text(token)
		}
	}
	if w.elements == 0 {
		return errors.New("no drawing")
	}
	if w.repeats.drawn() > svgElements {
		return errors.New("repeats itself too often")
	}
	return nil
}

// start writes an element; false asks to leave it out with all that it holds.
func (w *svgWriter) start(element xml.StartElement) (taken bool, err error) {
	name := element.Name.Local
	if element.Name.Space != "" && element.Name.Space != svgNamespace {
		name = ""
	}
	switch {
	case len(w.open) == 0 && name != "svg":
		return false, errors.New("the first element is not svg")
	case len(w.open) >= svgDepth:
		return false, errors.New("nested too deeply")
	case name == "a" || name == "switch": // what they hold is drawn, they themselves do more
		w.open = append(w.open, svgOpen{part: w.part()})
		return true, nil
	case !svgTags[name]:
		return false, nil
	}
	if w.elements++; w.elements > svgElements {
		return false, errors.New("too many elements")
	}
	opened := svgOpen{name: name, part: w.part()}
	w.out.WriteString("<" + name)
	if len(w.open) == 0 {
		w.out.WriteString(` xmlns="` + svgNamespace + `"`)
		w.measure(element.Attr)
	}
	var used []string
	for _, attr := range element.Attr {
		key, value, ok := cleanSVGAttr(name, attr)
		if !ok {
			continue
		}
		if key == "id" {
			opened.part = w.repeats.begin(opened.part, value)
		}
		w.out.WriteString(" " + key + `="` + svgEscapes.Replace(value) + `"`)
		if key == "href" && name == "use" {
			used = append(used, value[1:])
		}
	}
	w.out.WriteString(">")
	w.open = append(w.open, opened)
	w.repeats.count(opened.part, used)
	return true, nil
}

func (w *svgWriter) end() {
	last := w.open[len(w.open)-1]
	w.open = w.open[:len(w.open)-1]
	if last.name == "" {
		return
	}
	if last.name == "style" {
		if css := cleanSVGSheet(w.style.String()); css != "" {
			w.out.WriteString(svgEscapes.Replace(css))
		}
		w.style.Reset()
	}
	w.out.WriteString("</" + last.name + ">")
}

// text writes what the innermost element that is written may hold.
func (w *svgWriter) text(data xml.CharData) {
	for i := len(w.open) - 1; i >= 0; i-- {
		switch w.open[i].name {
		case "":
			continue
		case "style":
			w.style.Write(data)
		case "text", "tspan", "textPath", "title", "desc":
			w.out.WriteString(svgEscapes.Replace(string(data)))
		}
		return
	}
}

var svgEscapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "\n", "&#10;", "\r", "&#13;", "\t", "&#9;")

// part is the one that the place belongs to.
func (w *svgWriter) part() int {
	if len(w.open) == 0 {
		return 0
	}
	return w.open[len(w.open)-1].part
}

// measure takes the size of the drawing from its first element.
func (w *svgWriter) measure(attrs []xml.Attr) {
	var width, height float64
	var box []string
	for _, attr := range attrs {
		switch {
		case attr.Name.Space != "":
		case attr.Name.Local == "width":
			width = svgPixels(attr.Value)
		case attr.Name.Local == "height":
			height = svgPixels(attr.Value)
		case attr.Name.Local == "viewBox":
			box = strings.FieldsFunc(attr.Value, func(r rune) bool { return r == ',' || r <= ' ' })
		}
	}
	if (width == 0 || height == 0) && len(box) == 4 {
		width, height = svgPixels(box[2]), svgPixels(box[3])
	}
	if width > 0 && height > 0 {
		w.width, w.height = int(math.Ceil(width)), int(math.Ceil(height))
	}
}

var svgLength = regexp.MustCompile(`^\s*([0-9]*\.?[0-9]+)\s*(px|pt|pc|mm|cm|in)?\s*$`)

// svgPixels reads a length; one that depends on the page is 0.
func svgPixels(value string) float64 {
	found := svgLength.FindStringSubmatch(value)
	if found == nil {
		return 0
	}
	number, err := strconv.ParseFloat(found[1], 64)
	const largest = 20_000
	if err != nil || number > largest {
		return 0
	}
	const inch = 96
	unit := map[string]float64{"": 1, "px": 1, "pt": inch / 72.0, "pc": inch / 6.0, "mm": inch / 25.4, "cm": inch / 2.54, "in": inch}
	return number * unit[found[2]]
}
