package main

import (
	"os"
	"os/exec"

	"vatra/lms/child"
	"vatra/lms/pictures"
)

// drawCommand is `vatra draw-pages`: this program, started once more to make pictures, see pictures.Maker. It opens nothing.
type drawCommand struct{}

// Run draws what is ordered on its input, and ends.
func (drawCommand) Run(screen console) error {
	if err := child.Confine(pictures.MemoryLimit); err != nil {
		return err
	}
	return pictures.Speak(screen.in, screen.out)
}

// drawer is how the server has pictures made: in a program that knows no setting and no secret.
func drawer() (func() *exec.Cmd, error) {
	self, err := os.Executable()
	return func() *exec.Cmd {
		cmd := exec.Command(self, "draw-pages")
		cmd.Env = []string{} // not nil, which would be all of it
		return cmd
	}, err
}
