package show

import (
	"vatra/lms/pages"
	"vatra/lms/web/door"
)

// HouseValues are what the settings say in the pages of the house.
func HouseValues(d *door.Door, v *door.Visit) (pages.Values, error) {
	settings, err := d.House.Settings(v.UserContext())
	return pages.Values{
		Site: settings.SiteName, Organisation: settings.IssuerName, Email: settings.ContactEmail, Phone: settings.ContactPhone,
		Address: d.BaseURL,
	}, err
}
