package qti12

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"

	"golang.org/x/net/html/charset"

	"vatra/lms/fault"
)

// The most XML that is read at once.
const (
	maxXMLBytes = 16 << 20
	maxXMLDepth = 100
	maxXMLNodes = 200_000 // elements, texts and attributes
)

// node is an element of an XML document, or a text where name is empty. Names are without their namespace.
type node struct {
	name     string
	text     string
	attrs    map[string]string
	children []*node
	source   []byte // from the first bracket of its start to the last of its end, in UTF-8
	start    int64  // where that begins
}

// readXML reads a document as a tree. It refuses, with an Invalid fault, a DOCTYPE (and with it every entity, internal
// or external), what is not well formed, and what is out of all proportion.
func readXML(data []byte) (*node, error) {
	if len(data) > maxXMLBytes {
		return nil, fault.New(fault.TooLarge, "assessment.qti_too_large")
	}
	decoder := xml.NewDecoder(bytes.NewReader(data))
	decoder.CharsetReader = func(label string, rest io.Reader) (io.Reader, error) {
		converted, err := charset.NewReaderLabel(label, rest)
		if err != nil {
			return nil, err
		}
		inUTF8, err := io.ReadAll(converted)
		data = slices.Concat(data[:decoder.InputOffset()], inUTF8) // as the decoder counts
		return bytes.NewReader(inUTF8), err
	}
	root := &node{}
	open := []*node{root}
	nodes := 0
	for {
		start := decoder.InputOffset()
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fault.Wrap(err, fault.Invalid, "assessment.qti_unreadable")
		}
		if nodes++; nodes > maxXMLNodes || len(open) > maxXMLDepth {
			return nil, fault.New(fault.TooLarge, "assessment.qti_too_large")
		}
		parent := open[len(open)-1]
		switch token := token.(type) {
		case xml.Directive:
			return nil, fault.New(fault.Invalid, "assessment.qti_doctype")
		case xml.StartElement:
			if nodes += len(token.Attr); nodes > maxXMLNodes {
				return nil, fault.New(fault.TooLarge, "assessment.qti_too_large")
			}
			child := &node{name: strings.ToLower(token.Name.Local), start: start}
			if len(token.Attr) > 0 {
				child.attrs = make(map[string]string, len(token.Attr))
			}
			for _, attr := range token.Attr {
				child.attrs[strings.ToLower(attr.Name.Local)] = attr.Value
			}
			parent.children = append(parent.children, child)
			open = append(open, child)
		case xml.EndElement:
			parent.source = data[parent.start:decoder.InputOffset()]
			open = open[:len(open)-1]
		case xml.CharData:
			parent.children = append(parent.children, &node{text: string(token)})
		}
	}
	return root, nil
}

// all are the elements with this name anywhere inside, in document order.
func (n *node) all(name string) []*node {
	var found []*node
	for _, child := range n.children {
		if child.name == name {
			found = append(found, child)
		}
		found = append(found, child.all(name)...)
	}
	return found
}

// first is the first element with this name anywhere inside; an empty one where there is none.
func (n *node) first(name string) *node {
	for _, child := range n.children {
		if child.name == name {
			return child
		}
		if found := child.first(name); found.name != "" {
			return found
		}
	}
	return &node{}
}

// words is all text inside, trimmed.
func (n *node) words() string {
	var b strings.Builder
	n.write(&b)
	return strings.TrimSpace(b.String())
}

func (n *node) write(b *strings.Builder) {
	b.WriteString(n.text)
	for _, child := range n.children {
		child.write(b)
	}
}
