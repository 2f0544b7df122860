package leftover_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"vatra/lms/leftover"
)

const childOf = "LEFTOVER_TEST_BASE"

// TestMain turns the test binary into a program that has a room and files, and waits to be killed.
func TestMain(m *testing.M) {
	base := os.Getenv(childOf)
	if base == "" {
		os.Exit(m.Run())
	}
	room, err := leftover.Open(base)
	if err != nil {
		panic(err)
	}
	for _, name := range []string{filepath.Join(room.Dir, "import"), filepath.Join(base, "put-1")} {
		file, err := os.Create(name)
		if err != nil {
			panic(err)
		}
		leftover.Hold(file)
	}
	_, _ = os.Stdout.WriteString("ready\n")
	time.Sleep(time.Minute)
}

func TestWhatAKilledProgramLeavesIsClearedAndWhatALivingOneHasIsNot(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	program := exec.Command(os.Args[0])
	program.Env = append(os.Environ(), childOf+"="+base)
	output, err := program.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = program.Process.Kill() })
	if _, err := output.Read(make([]byte, 6)); err != nil {
		t.Fatal(err)
	}
	long := time.Now().Add(-48 * time.Hour)
	upload := filepath.Join(base, "put-1")
	rooms, err := filepath.Glob(filepath.Join(base, "vatra-tmp-*"))
	if err != nil || len(rooms) != 1 {
		t.Fatalf("%v, %v", rooms, err)
	}
	for _, name := range []string{upload, rooms[0]} {
		if err := os.Chtimes(name, long, long); err != nil {
			t.Fatal(err)
		}
	}
	if n := leftover.ClearRooms(base) + leftover.Clear(base, "put-*"); n != 0 {
		t.Errorf("%d things of a living program were cleared away", n)
	}
	if err := program.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = program.Wait()
	if err := os.WriteFile(filepath.Join(base, "put-2"), nil, 0o600); err != nil { // written just now
		t.Fatal(err)
	}
	if rooms, files := leftover.ClearRooms(base), leftover.Clear(base, "put-*"); rooms != 1 || files != 1 {
		t.Errorf("of a killed program %d rooms and %d files were cleared away", rooms, files)
	}
	left, err := os.ReadDir(base)
	if err != nil || len(left) != 1 || left[0].Name() != "put-2" {
		t.Errorf("left are %v, %v", left, err)
	}
}

func TestARoomIsGoneWhenItIsClosed(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	room, err := leftover.Open(base)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(room.Dir, "multipart-1"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := room.Close(); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(base); err != nil || len(left) != 0 {
		t.Errorf("left are %v, %v", left, err)
	}
}
