package door

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
func (d *Door) showHealth(v *Visit) error {
	v.Set(fiber.HeaderCacheControl, "no-store")
	return d.RenderJSON(v, fiber.StatusOK, map[string]string{"status": "ok", "version": d.Version})
}

// showReadiness says of each part whether it answers. Why one does not is in the log and not here.
func (d *Door) showReadiness(v *Visit) error {
	ctx, cancel := context.WithTimeout(v.UserContext(), checkTakes)
	defer cancel()
	status, parts := fiber.StatusOK, map[string]string{}
	for _, check := range d.Checks {
		parts[check.Name] = "ok"
		if err := check.Run(ctx); err != nil {
			status, parts[check.Name] = fiber.StatusServiceUnavailable, "unavailable"
			d.Log.Error("a part does not answer", "part", check.Name, "error", err.Error())
		}
	}
	v.Set(fiber.HeaderCacheControl, "no-store")
	return d.RenderJSON(v, status, map[string]any{"parts": parts, "ready": status == fiber.StatusOK})
}
