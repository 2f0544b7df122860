package web

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"
)

// Check is one thing that has to answer before this node takes requests.
type Check struct {
	Name string // "database"
	Run  func(context.Context) error
}

// checkTakes bounds all checks together: a balancer asks again in seconds.
const checkTakes = 3 * time.Second

// showHealth says that the program runs. It asks nobody, so that a database that is away does not get every node
// restarted.
func (s *Server) showHealth(v *visit) error {
	v.Set(fiber.HeaderCacheControl, "no-store")
	return s.renderJSON(v, fiber.StatusOK, map[string]string{"status": "ok", "version": s.Version})
}

// showReadiness says of each part whether it answers. Why one does not is in the log and not here.
func (s *Server) showReadiness(v *visit) error {
	ctx, cancel := context.WithTimeout(v.UserContext(), checkTakes)
	defer cancel()
	status, parts := fiber.StatusOK, map[string]string{}
	for _, check := range s.Checks {
		parts[check.Name] = "ok"
		if err := check.Run(ctx); err != nil {
			status, parts[check.Name] = fiber.StatusServiceUnavailable, "unavailable"
			s.Log.Error("a part does not answer", "part", check.Name, "error", err.Error())
		}
	}
	v.Set(fiber.HeaderCacheControl, "no-store")
	return s.renderJSON(v, status, map[string]any{"parts": parts, "ready": status == fiber.StatusOK})
}
