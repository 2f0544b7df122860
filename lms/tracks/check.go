package tracks

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"
	"github.com/uptrace/bun"

	"vatra/certificates"
	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/lang"
	"vatra/lms/site"
	"vatra/lms/text"
)

func (c *Change) check() fault.Fields {
	fields := fault.Fields{}
	for lang, name := range c.Names {
		if len([]rune(name)) > 160 {
			fields.Add("name_"+lang, "track.text_too_long", "Max", 160)
		}
		checkTrackText(fields, "name_", lang, name)
		if strings.TrimSpace(name) != "" {
			certificates.CheckNameIn(fields, "name_"+lang, name)
		}
	}
	for lang, summary := range c.Summaries {
		checkTrackText(fields, "summary_", lang, text.OneLine(summary))
	}
	c.checkStated(fields)
	c.Signatory.Check(fields)
	if c.Rules.MinimumMark.IsNegative() || c.Rules.MinimumMark.GreaterThan(decimal.NewFromInt(100)) {
		fields.Add("minimum_mark", "track.percentage")
	} else if !c.Rules.MinimumMark.Equal(c.Rules.MinimumMark.Truncate(2)) {
		fields.Add("minimum_mark", "track.two_decimals")
	}
	if c.Rules.none() {
		fields.Add("rules", "track.no_rule")
	}
	seen := map[string]bool{}
	for _, code := range c.CourseCodes {
		if seen[code] || !slug.MatchString(code) {
			fields.Add("courses", "track.course_codes_differ")
		}
		seen[code] = true
	}
	return fields
}

func checkTrackText(fields fault.Fields, field, lang, given string) {
	if text.HasUnseen(given) {
		fields.Add(field+lang, "people.strange_characters")
	}
	if !i18n.Known(lang) {
		fields.Add(field+lang, "track.language_unknown")
	}
}

// checkNamed asks for the names without which most readers would see one in a language that is not theirs.
func checkNamed(ctx context.Context, db bun.IDB, fields fault.Fields, names lang.Texts) error {
	settings, err := site.ReadSettings(ctx, db)
	if err != nil {
		return err
	}
	for _, lang := range []string{i18n.Fallback, settings.DefaultLocale} {
		if names[lang] == "" {
			fields.Add("name_"+lang, "error.required")
		}
	}
	return nil
}

// withoutExam reports whether all courses of the list are published and none has an exam in its newest version.
const withoutExam = `SELECT count(*) = ? AND NOT COALESCE(bool_or(EXISTS (
		SELECT FROM lessons l WHERE l.version_id = n.version_id AND l.kind = 'quiz')), false)
	FROM newest_versions n WHERE n.code IN (?)`

// checkReachable refuses a minimum mark that nobody can reach, for want of an exam. While a course is not published, or
// none is chosen yet, the exam may still come: a track can be planned with its mark.
func (c *Change) checkReachable(ctx context.Context, db bun.IDB, fields fault.Fields) error {
	if !c.Rules.MinimumMark.IsPositive() || len(c.CourseCodes) == 0 {
		return nil
	}
	var unreachable bool
	err := db.NewRaw(withoutExam, len(c.CourseCodes), bun.List(c.CourseCodes)).Scan(ctx, &unreachable)
	if unreachable {
		fields.Add("minimum_mark", "track.mark_without_exam")
	}
	return err
}

const (
	mostHours  = 10_000
	mostReason = 300 // characters
)

// checkStated asks of a stated figure that it can be one, and that somebody says why it is another than the reckoned.
func (c *Change) checkStated(fields fault.Fields) {
	if c.Stated < 0 || c.Stated > mostHours {
		fields.Add("hours", "track.hours_are_whole", "Max", mostHours)
	}
	for lang, reason := range c.Reasons {
		checkTrackText(fields, "reason_", lang, text.OneLine(reason))
		if utf8.RuneCountInString(reason) > mostReason {
			fields.Add("reason_"+lang, "track.text_too_long", "Max", mostReason)
		}
	}
	if c.Stated > 0 && len(c.Reasons) == 0 {
		fields.Add("reasons", "track.reason_needed")
	}
}
