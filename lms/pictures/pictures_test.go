package pictures

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/go-pdf/fpdf"

	"vatra/lms/child"
)

// drawer is the argument that turns this test binary into a program that draws; the next one says how it behaves.
const drawer = "draw-for-test"

func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == drawer {
		os.Exit(beDrawer(os.Args[2]))
	}
	os.Exit(m.Run())
}

func beDrawer(how string) int {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute) // should nobody end it
	defer cancel()
	if err := child.Confine(MemoryLimit); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	switch how {
	case "slow":
		<-ctx.Done()
	case "hungry":
		fmt.Fprintln(os.Stderr, len(strings.Repeat("x", 2<<30)))
	case "silent":
		return 0
	}
	if err := Speak(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func maker(how string) *Maker {
	return NewMaker(func() *exec.Cmd { return exec.Command(os.Args[0], drawer, how) })
}

// pdf is a page of that many points, blue on its left half, and white.
func pdf(t *testing.T, wide, high float64) []byte {
	t.Helper()
	doc := fpdf.NewCustom(&fpdf.InitType{UnitStr: "pt", Size: fpdf.SizeType{Wd: wide, Ht: high}})
	doc.AddPage()
	doc.SetFillColor(0, 0, 200)
	doc.Rect(0, 0, wide/2, high, "F")
	var file bytes.Buffer
	if err := doc.Output(&file); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// One program makes them all, since starting it is what takes long.
func TestAPageBecomesAPicture(t *testing.T) {
	t.Parallel()
	file := pdf(t, 200, 100)
	made, err := maker("well").Make(t.Context(), []Order{
		{PDF: file, Width: 400, Colours: 4}, {PDF: pdf(t, 10, 10_000), Width: 100, Colours: 2},
	})
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(made[0].PNG))
	if err != nil {
		t.Fatal(err)
	}
	size := picture.Bounds().Size()
	if size.X != 400 || size.Y != 200 || made[0].Width != 400 || made[0].Height != 200 {
		t.Errorf("it is %v, said to be %d × %d", size, made[0].Width, made[0].Height)
	}
	if r, _, b, _ := picture.At(50, 100).RGBA(); r > 0x1000 || b < 0xb000 {
		t.Errorf("its left half is %v", picture.At(50, 100))
	}
	if got := color.GrayModel.Convert(picture.At(350, 100)).(color.Gray); got.Y < 250 {
		t.Errorf("its right half is %v", picture.At(350, 100))
	}
	if made[1].Height > maxHeight || made[1].Width > 100 {
		t.Errorf("a page like a thread becomes %d × %d", made[1].Width, made[1].Height)
	}
}

// In this program, since starting one takes longest.
func TestWhatIsNoPageIsRefused(t *testing.T) {
	t.Parallel()
	file := pdf(t, 20, 10)
	var asked, told bytes.Buffer
	say := json.NewEncoder(&asked)
	refused := []Order{
		{PDF: []byte("%PDF-1.4 rubbish"), Width: 10, Colours: 2},
		{PDF: file[:len(file)/3], Width: 10, Colours: 2},
		{PDF: file, Page: 7, Width: 10, Colours: 2},
		{PDF: file, Width: 1 << 20, Colours: 2},
		{PDF: file, Width: 10},
		{Width: 10, Colours: 2},
	}
	for _, order := range append(refused, Order{PDF: file, Width: 10, Colours: 2}) {
		_ = say.Encode(order)
	}
	if err := Speak(&asked, &told); err != nil {
		t.Fatal(err)
	}
	hear := json.NewDecoder(&told)
	for i := range len(refused) + 1 {
		var said word
		if err := hear.Decode(&said); err != nil {
			t.Fatal(err)
		}
		if good := i == len(refused); good != (said.Picture != nil) || good == (said.Refused != "") {
			t.Errorf("order %d gives %+v", i, said)
		}
	}
}

func TestARefusalOfTheProgramIsTheMakersError(t *testing.T) {
	t.Parallel()
	made, err := maker("well").Make(t.Context(), []Order{{PDF: []byte("%PDF-1.4 rubbish"), Width: 10, Colours: 2}})
	if !errors.Is(err, ErrUnreadable) || made != nil {
		t.Errorf("rubbish gives %v, %v", made, err)
	}
}

func TestAProgramThatTakesTooMuchIsEnded(t *testing.T) {
	t.Parallel()
	order := []Order{{PDF: pdf(t, 20, 10), Width: 10, Colours: 2}}
	slow := maker("slow")
	slow.time = 100 * time.Millisecond
	if _, err := slow.Make(t.Context(), order); !errors.Is(err, ErrTooMuch) || !errors.Is(err, child.ErrTime) {
		t.Errorf("a slow one gives %v", err)
	}
	if _, err := maker("hungry").Make(t.Context(), order); !errors.Is(err, ErrTooMuch) || !errors.Is(err, child.ErrMemory) {
		t.Errorf("a hungry one gives %v", err)
	}
	if _, err := maker("silent").Make(t.Context(), order); err == nil || errors.Is(err, ErrUnreadable) {
		t.Errorf("one that says nothing gives %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := maker("slow").Make(ctx, order); !errors.Is(err, context.Canceled) {
		t.Errorf("one that is not waited for gives %v", err)
	}
}
