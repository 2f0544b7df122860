package pack

import "time"

// inZone is how a moment is written that is meant in the zone of whoever reads the package; withOffset says its own.
const (
	inZone     = "2006-01-02 15:04"
	withOffset = inZone + "Z07:00"
	asInForms  = "2006-01-02T15:04" // HTML, section 4.10.5.1.11
)

// Moment reads a date and time: "2027-01-31 23:59" in the zone (nil: UTC), or with an offset, "2027-01-31 23:59+02:00". A T may
// stand between the two. Nothing is the zero time.
func Moment(text string, zone *time.Location) (moment time.Time, ok bool) {
	if text == "" {
		return time.Time{}, true
	}
	if zone == nil {
		zone = time.UTC
	}
	for _, form := range []string{inZone, asInForms, withOffset, asInForms + "Z07:00"} {
		if moment, err := time.ParseInLocation(form, text, zone); err == nil {
			return moment.UTC(), true
		}
	}
	return time.Time{}, false
}

// WrittenMoment is what Moment reads in the zone, as forms have it.
func WrittenMoment(moment time.Time, zone *time.Location) string {
	if moment.IsZero() {
		return ""
	}
	return moment.In(zone).Format(asInForms)
}
