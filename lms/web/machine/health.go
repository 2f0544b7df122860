package machine

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"

	"vatra/lms/web/door"
)

// checkTakes bounds all checks together: a balancer asks again in seconds.
const checkTakes = 3 * time.Second

// showHealth says that the program runs. It asks nobody, so that a database that is away does not get every node
// restarted.
func (a *area) showHealth(v *door.Visit) error {
	v.Set(fiber.HeaderCacheControl, "no-store")
	return a.RenderJSON(v, fiber.StatusOK, map[string]string{"status": "ok"})
}

// showReadiness says of each part whether it answers. Why one does not is in the log and not here.
func (a *area) showReadiness(v *door.Visit) error {
	ctx, cancel := context.WithTimeout(v.UserContext(), checkTakes)
	defer cancel()
	status, parts := fiber.StatusOK, map[string]string{}
	for _, check := range a.Checks {
		parts[check.Name] = "ok"
		if err := check.Run(ctx); err != nil {
			status, parts[check.Name] = fiber.StatusServiceUnavailable, "unavailable"
			a.Log.Error("a part does not answer", "part", check.Name, "error", err.Error())
		}
	}
	v.Set(fiber.HeaderCacheControl, "no-store")
	return a.RenderJSON(v, status, map[string]any{"parts": parts, "ready": status == fiber.StatusOK})
}
