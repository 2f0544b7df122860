// Package pictures makes pictures of the pages of a PDF, in a program of its own that ends. It is a leaf, and knows nothing of
// what the pages are of.
package pictures

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"sync"
	"time"

	"vatra/lms/child"
)

// What one program may take for all that is ordered of it. PDFium runs interpreted, which is ready in a third of the time
// and half of the memory that translating it first would take, and a handful of pages never make good for that.
const (
	// MemoryLimit is in bytes.
	MemoryLimit = 400 << 20
	// TimeLimit is long for a machine that is busy with other things: by itself a program is done after some seconds.
	TimeLimit = 2 * time.Minute
)

// What comes of pages that cannot be drawn. Drawing them again gives the same.
var (
	// ErrUnreadable says that the file is no PDF, or that it has no such page.
	ErrUnreadable = errors.New("the page of the PDF cannot be read")
	// ErrTooMuch says that drawing took more time or memory than it may.
	ErrTooMuch = errors.New("drawing the pages takes too much")
)

// Order is a picture that is wanted of a page.
type Order struct {
	PDF     []byte `json:"pdf"`
	Page    int    `json:"page"`    // from 0
	Width   int    `json:"width"`   // pixels, MaxWidth at most; the height follows from the page
	Colours int    `json:"colours"` // that the picture has at most, 2 to 256: fewer are fewer bytes
}

// Picture is a PNG with a palette.
type Picture struct {
	PNG           []byte
	Width, Height int // pixels
}

// word is one line of what the program says.
type word struct {
	Picture *Picture `json:"picture,omitempty"`
	Refused string   `json:"refused,omitempty"`
}

// Maker has pictures made, one program at a time.
type Maker struct {
	program func() *exec.Cmd
	time    time.Duration
	turn    sync.Mutex
}

// NewMaker has the program make the pictures: it is confined to MemoryLimit, and speaks as Speak does.
func NewMaker(program func() *exec.Cmd) *Maker { return &Maker{program: program, time: TimeLimit} }

// Make gives a picture for each order, in their order, or an error for all of them: ErrUnreadable, ErrTooMuch, or what kept
// the program from its work, after which it may be tried again.
func (m *Maker) Make(ctx context.Context, orders []Order) ([]Picture, error) {
	var asked bytes.Buffer
	say := json.NewEncoder(&asked)
	for _, order := range orders {
		if err := say.Encode(order); err != nil {
			return nil, err
		}
	}
	m.turn.Lock()
	defer m.turn.Unlock()
	program := m.program()
	program.Stdin = &asked
	made := make([]Picture, 0, len(orders))
	var refused, garbled error
	err := child.Run(ctx, program, m.time, func(line []byte) {
		var said word
		switch err := json.Unmarshal(line, &said); {
		case err != nil:
			garbled = fmt.Errorf("reading %q: %w", line[:min(len(line), 200)], err)
		case said.Picture == nil:
			refused = fmt.Errorf("%w: %s", ErrUnreadable, said.Refused)
		default:
			made = append(made, *said.Picture)
		}
	})
	switch {
	case errors.Is(err, child.ErrTime), errors.Is(err, child.ErrMemory):
		return nil, fmt.Errorf("%w: %w", ErrTooMuch, err)
	case err != nil:
		return nil, fmt.Errorf("making pictures: %w", err)
	case refused != nil || garbled != nil:
		return nil, errors.Join(refused, garbled)
	case len(made) != len(orders):
		return nil, fmt.Errorf("of %d pictures %d were made", len(orders), len(made))
	}
	return made, nil
}
