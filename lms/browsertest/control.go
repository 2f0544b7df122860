package browsertest

import (
	"errors"
	"path/filepath"
	"strings"

	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/input"
)

// control is what the library tells about a control, and where a click meets it.
type control struct {
	What, Type, Value string
	Checked, ReadOnly bool
	X, Y              float64
}

// Fill types a value over what stands in a field, found by its label. Words match exactly before they match but for
// case and a closing colon, star or bracket, before they match as a beginning or a part; more than one is a failure, to
// be told apart with In. The same holds for every finder.
func (b *Browser) Fill(label, value string) {
	b.t.Helper()
	field := b.reach("fill", label)
	if field.ReadOnly {
		b.fail("%s cannot be written in", field.What)
	}
	switch field.Type {
	case "date", "time", "datetime-local", "month", "week", "color", "range":
		if got := ask[string](b.whole(), "set", value); got != value {
			b.fail("%s takes %q instead of %q", field.What, got, value)
		}
		return
	}
	b.clickAt(field)
	ask[any](b.whole(), "selectAll")
	if value == "" {
		b.Press("Delete")
	} else {
		b.Type(value)
	}
	got := ask[control](b.whole(), "state").Value
	if field.Type == "number" && got != "" {
		return // 3,5 in one language is 3.5 in another
	}
	if plain(got) != plain(value) {
		b.fail("%s holds %q after typing %q", field.What, got, value)
	}
}

// Type types at the place that has the focus, as from a keyboard.
func (b *Browser) Type(text string) {
	b.t.Helper()
	_, err := call(b, input.InsertText, input.InsertTextParams{Text: text})
	b.must(err, "typing")
	b.settle()
}

// Choose takes one of several: the radio button with this label.
func (b *Browser) Choose(label string) {
	b.t.Helper()
	b.turn("radio", label, true)
}

// Check ticks the box with this label, if it is not.
func (b *Browser) Check(label string) {
	b.t.Helper()
	b.turn("check", label, true)
}

// Uncheck clears the box with this label, if it is ticked.
func (b *Browser) Uncheck(label string) {
	b.t.Helper()
	b.turn("check", label, false)
}

func (b *Browser) turn(kind, label string, on bool) {
	b.t.Helper()
	control := b.reach(kind, label)
	if control.Checked == on {
		return
	}
	b.clickAt(control)
	answer, err := b.whole().look("state")
	if errors.Is(err, errMoved) || answer.Problem != "" {
		return // the click sent the form
	}
	b.must(err, "looking at the page")
	if strings.Contains(string(answer.Value), `"checked":true`) != on {
		b.fail("a click on %s changes nothing", control.What)
	}
}

// Select picks an option, by its text, in the list with this label. In a list of several it adds one.
func (b *Browser) Select(label, option string) {
	b.t.Helper()
	b.reach("select", label)
	ask[any](b.whole(), "pick", option)
	b.settle()
}

// Click clicks the link or button with these words, with the mouse: what is hidden, disabled, or behind something else
// cannot be clicked.
func (b *Browser) Click(words string) {
	b.t.Helper()
	b.clickAt(b.reach("click", words))
}

// Upload puts files into the file field with this label.
func (b *Browser) Upload(label string, paths ...string) {
	b.t.Helper()
	for i, path := range paths {
		absolute, err := filepath.Abs(path)
		b.must(err, "uploading "+path)
		paths[i] = absolute
	}
	ask[control](b, "find", "file", label)
	field, err := b.evaluate("self.vatra.handle()", false)
	b.must(err, "uploading")
	_, err = call(b, dom.SetFileInputFiles, dom.SetFileInputFilesParams{Files: paths, ObjectID: field.ObjectID})
	b.must(err, "uploading")
	b.settle()
}

// Value is what stands in the field with this label; of a list, the text of the chosen option.
func (b *Browser) Value(label string) string {
	b.t.Helper()
	b.settle()
	found := ask[control](b, "find", "any", label)
	if found.Type == "select" {
		return ask[string](b.whole(), "picked")
	}
	return found.Value
}

// Checked says whether the box or choice with this label is on.
func (b *Browser) Checked(label string) bool {
	b.t.Helper()
	b.settle()
	return ask[control](b, "find", "any", label).Checked
}

// Focused is the name of what has the keyboard's focus; empty when nothing has.
func (b *Browser) Focused() string {
	b.t.Helper()
	b.settle()
	return ask[string](b.whole(), "focused")
}

// whole is the window without the limits of In, for what has been found already.
func (b *Browser) whole() *Browser { return &Browser{tab: b.tab} }

func (b *Browser) reach(kind, label string) control {
	b.t.Helper()
	b.settle()
	return ask[control](b, "reach", kind, label)
}

func (b *Browser) clickAt(control control) {
	b.t.Helper()
	for _, act := range []input.DispatchMouseEventType{
		input.DispatchMouseEventTypeMouseMoved, input.DispatchMouseEventTypeMousePressed, input.DispatchMouseEventTypeMouseReleased,
	} {
		params := input.DispatchMouseEventParams{Type: act, X: control.X, Y: control.Y}
		if act != input.DispatchMouseEventTypeMouseMoved {
			params.Button, params.ClickCount = input.MouseButtonLeft, 1
		}
		_, err := call(b, input.DispatchMouseEvent, params)
		b.must(err, "clicking "+control.What)
	}
	b.settle()
}

// keys that have a name; others are typed as letters.
var keys = map[string]struct {
	code int64
	text string
}{
	"Tab": {9, ""}, "Enter": {13, "\r"}, "Escape": {27, ""}, "Space": {32, " "}, "Backspace": {8, ""}, "Delete": {46, ""},
	"PageUp": {33, ""}, "PageDown": {34, ""}, "End": {35, ""}, "Home": {36, ""},
	"ArrowLeft": {37, ""}, "ArrowUp": {38, ""}, "ArrowRight": {39, ""}, "ArrowDown": {40, ""},
}

// Press presses keys one after another: Tab, Shift+Tab, Enter, Space, Escape, ArrowDown, Control+Home, a letter.
func (b *Browser) Press(names ...string) {
	b.t.Helper()
	for _, name := range names {
		b.press(name)
		b.settle()
	}
}

func (b *Browser) press(name string) {
	b.t.Helper()
	params := input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeRawKeyDown}
	parts := strings.Split(name, "+")
	for _, modifier := range parts[:len(parts)-1] {
		bit, ok := map[string]int64{"Alt": 1, "Control": 2, "Shift": 8}[modifier]
		if !ok {
			b.t.Fatalf("there is no key %q", modifier)
		}
		params.Modifiers |= bit
	}
	params.Key = parts[len(parts)-1]
	if key, ok := keys[params.Key]; ok {
		params.Code, params.WindowsVirtualKeyCode, params.Text = params.Key, key.code, key.text
		if params.Key == "Space" {
			params.Key = " "
		}
	} else if len([]rune(params.Key)) == 1 {
		params.Text = params.Key
	} else {
		b.t.Fatalf("there is no key %q", name)
	}
	if params.Text != "" && params.Modifiers&^8 == 0 {
		params.Type = input.DispatchKeyEventTypeKeyDown
	} else {
		params.Text = ""
	}
	_, err := call(b, input.DispatchKeyEvent, params)
	b.must(err, "pressing "+name)
	params.Type, params.Text = input.DispatchKeyEventTypeKeyUp, ""
	_, err = call(b, input.DispatchKeyEvent, params)
	b.must(err, "pressing "+name)
}
