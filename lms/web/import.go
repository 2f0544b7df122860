package web

import (
	"mime/multipart"
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/a-h/templ"
	"github.com/google/uuid"

	"vatra/assessment"
	"vatra/content/pack"
	"vatra/lms/fault"
	"vatra/lms/intake"
	"vatra/lms/web/views"
)

const (
	// importBody is how large a package may be. It goes through a temporary file into the object store, never through
	// memory.
	importBody = 500_000_000
	// refreshEvery is how often, in seconds, the page of a running import asks for itself.
	refreshEvery = 3
	// shownWarnings bounds the page of a package that hardly anything could be taken of.
	shownWarnings = 300
	nameLength    = 120 // characters of a file name that are kept
)

func (s *Server) importsPage(v *visit) (views.ImportsPage, error) {
	page := views.ImportsPage{Base: s.base(v, v.P.T("nav.imports")), Limit: v.P.Size(importBody)}
	page.Section = "nav.imports"
	imports, err := s.Imports.Imports(v.UserContext())
	for i := range imports {
		page.Imports = append(page.Imports, importRow(&imports[i]))
	}
	return page, err
}

func importRow(row *intake.Import) views.ImportRow {
	return views.ImportRow{
		URL: importURL(row.ID), FileName: row.FileName, Status: string(row.Status), By: row.CreatedBy, At: row.CreatedAt,
	}
}

func importURL(id uuid.UUID) string { return "/admin/imports/" + id.String() }

func (s *Server) showImports(v *visit) error {
	page, err := s.importsPage(v)
	if err != nil {
		return err
	}
	return s.render(v, views.Imports(page))
}

// takeImport keeps an uploaded package; a job reads it.
func (s *Server) takeImport(v *visit) error {
	id, err := s.submitImport(v)
	if err != nil {
		page, failed := s.importsPage(v)
		if failed != nil {
			return failed
		}
		return s.again(v, err, func(e views.Errors) templ.Component {
			page.Errors = e
			return views.Imports(page)
		})
	}
	s.flash(v, views.ToneSuccess, "staff.import_taken")
	return s.redirect(v, importURL(id))
}

func (s *Server) submitImport(v *visit) (uuid.UUID, error) {
	upload, err := v.FormFile("package")
	fields := fault.Fields{}
	switch {
	case err != nil || upload.Filename == "":
		fields.Add("package", "staff.import_no_file")
	case !isPackage(upload):
		fields.Add("package", "staff.import_wrong_kind")
	case upload.Size == 0:
		fields.Add("package", "staff.import_empty_file")
	}
	if err := fields.Err(); err != nil {
		return uuid.Nil, err
	}
	file, err := upload.Open()
	if err != nil {
		return uuid.Nil, err
	}
	defer file.Close()
	return s.Imports.Submit(v.UserContext(), v.Actor, uploadName(upload.Filename), file)
}

func isPackage(upload *multipart.FileHeader) bool {
	return slices.Contains([]string{".zip", ".imscc"}, strings.ToLower(path.Ext(upload.Filename)))
}

// uploadName is the name of an upload without what no name needs: folders, controls, a length that no disk takes.
func uploadName(name string) string {
	name = path.Base(strings.ReplaceAll(strings.ToValidUTF8(name, ""), `\`, "/"))
	runes := []rune(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.In(r, unicode.Cf) {
			return -1
		}
		return r
	}, name))
	return string(runes[max(0, len(runes)-nameLength):]) // its end has the kind
}

func (s *Server) showImport(v *visit) error {
	id, err := uuid.Parse(v.Params("id"))
	if err != nil {
		return fault.New(fault.NotFound, "import.not_found")
	}
	row, err := s.Imports.Import(v.UserContext(), id)
	if err != nil {
		return err
	}
	page := views.ImportPage{
		Base: s.base(v, row.FileName), ImportRow: importRow(&row), Done: row.Done, Of: row.Total,
		FinishedAt: row.FinishedAt.Time,
	}
	page.Section = "nav.imports"
	page.Crumbs = []views.Link{{Text: v.P.T("nav.imports"), URL: "/admin/imports"}}
	switch row.Status {
	case intake.Queued, intake.Running:
		page.Refresh = refreshEvery
	case intake.Failed:
		page.Failure = v.P.Message(fault.Message{Key: row.ErrorKey, Args: row.ErrorArgs})
	case intake.Done:
		page.Report = v.importReport(&row)
	}
	return s.render(v, views.Import(page))
}

func (v *visit) importReport(row *intake.Import) *views.ImportReport {
	if row.Report == nil {
		return nil
	}
	report := row.Report
	shown := &views.ImportReport{
		Format: v.formatName(report.Format), Course: report.Title, Languages: languageNames(report.Languages),
		Lessons: report.Lessons, Assets: report.Assets, Unchanged: report.Unchanged,
	}
	if row.CourseCode != "" {
		shown.CourseURL = courseURL(row.CourseCode)
		shown.TrackURL = "/admin/tracks?course=" + row.CourseCode
	}
	if report.Version > 0 {
		shown.Became = v.P.T("staff.import_became", "Number", report.Version, "Code", report.Code)
	}
	for _, kind := range []assessment.Type{
		assessment.Single, assessment.Multiple, assessment.TrueFalse, assessment.ShortText, assessment.Numeric,
		assessment.Matching,
	} {
		if count := report.Questions[kind]; count > 0 {
			shown.Questions = append(shown.Questions, views.QuestionCount{
				Type: v.P.T("staff.question_" + string(kind)), Count: count,
			})
		}
	}
	for _, warning := range report.Warnings[:min(len(report.Warnings), shownWarnings)] {
		shown.Warnings = append(shown.Warnings, views.ImportWarning{
			Entry: warning.Entry, Reason: v.P.Message(fault.Message{Key: warning.Key, Args: warning.Args}),
		})
	}
	shown.More = len(report.Warnings) - len(shown.Warnings)
	return shown
}

func (v *visit) formatName(format string) string {
	switch format {
	case pack.FormatMarkdown:
		return v.P.T("staff.format_markdown")
	case pack.FormatCartridge:
		return v.P.T("staff.format_cartridge")
	default:
		return format
	}
}
