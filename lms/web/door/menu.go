package door

import (
	"strings"

	"vatra/lms/access"
	"vatra/lms/web/views/ui"
)

// PathDesk is where staff see what waits for them: the first page of theirs.
const PathDesk = "/desk"

// menu leads to what this visitor may see, in the order of the table.
func (d *Door) menu(v *Visit) ui.Menu {
	var menu ui.Menu
	for _, route := range d.Table {
		if route.Menu == "" || !v.Actor.Can(route.Needs) {
			continue
		}
		entry := ui.Link{Key: route.Menu, Text: v.P.T(route.Menu), URL: route.Path}
		switch {
		case route.Own:
			menu.Own = append(menu.Own, entry)
		case access.Can(access.RoleLearner, route.Needs):
			menu.Everyone = append(menu.Everyone, entry)
		default: // what a guest or a learner may not is a menu of its own
			menu.Staff = append(menu.Staff, entry)
		}
	}
	return menu
}

// Sections says of each route which entry of the menu it belongs to: its own, or the one whose path its path goes on from.
func Sections(table []Route) []Route {
	for i := range table {
		longest := 0
		for _, entry := range table {
			if entry.Menu != "" && len(entry.Path) > longest && strings.HasPrefix(table[i].Path+"/", entry.Path+"/") {
				table[i].section, longest = entry.Menu, len(entry.Path)
			}
		}
	}
	return table
}
