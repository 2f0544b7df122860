package main

import (
	"context"
	"fmt"
	"runtime/debug"

	"vatra/cmd/vatra/serve"
)

// serveCommand is `vatra serve`.
type serveCommand struct {
	Demo bool `help:"On an empty data folder: bring in the starter courses, accounts to try, and a sample certificate."`
}

// Help names the settings.
func (serveCommand) Help() string { return settingsHelp() }

// Run serves until ctx ends.
func (c serveCommand) Run(ctx context.Context, s *settings, screen console) error {
	conf, err := s.config()
	if err != nil {
		return err
	}
	if conf.Guard, err = s.guard(); err != nil {
		return err
	}
	if conf.Drawer, err = drawer(); err != nil {
		return err
	}
	conf.Log = logger(screen)
	conf.Demo = c.Demo
	conf.Ready = func(running serve.Running) {
		fmt.Fprintf(screen.out, "Vatra is at %s\n", running.BaseURL)
		if demo := running.Demo; demo != nil {
			for _, login := range demo.Logins {
				fmt.Fprintf(screen.out, "log in as %s: %s password %s\n", login.Role, login.Email, login.Password)
			}
			fmt.Fprintf(screen.out, "sample certificate: %s\n", demo.SampleCode)
			fmt.Fprintf(screen.out, "sample certificate's paper: %s\n", demo.SamplePath)
		}
	}
	return serve.Run(ctx, conf)
}

// versionCommand is `vatra version`.
type versionCommand struct{}

// Run tells the version.
func (versionCommand) Run(screen console) error {
	_, err := fmt.Fprintln(screen.out, version())
	return err
}

// version is that of the module when it was built as one, and the revision when the source was at hand.
func version() string {
	built, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if built.Main.Version != "" && built.Main.Version != "(devel)" {
		return built.Main.Version
	}
	for _, setting := range built.Settings {
		if setting.Key == "vcs.revision" && len(setting.Value) >= 12 {
			return setting.Value[:12]
		}
	}
	return "development"
}
