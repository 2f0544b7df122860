package admin

import (
	"maps"
	"mime/multipart"
	"path"
	"slices"
	"strings"

	"github.com/a-h/templ"
	"github.com/google/uuid"

	"vatra/content/blobs"
	"vatra/content/pack"
	"vatra/lms/fault"
	"vatra/lms/intake"
	"vatra/lms/text"
	"vatra/lms/web/door"
	"vatra/lms/web/show"
	views "vatra/lms/web/views/admin"
	"vatra/lms/web/views/ui"
)

const (
	// importBody is how large a package may be. It goes through a temporary file into the object store, never through
	// memory.
	importBody = 500_000_000
	// refreshEvery is how often, in seconds, the page of a running import asks for itself.
	refreshEvery = 3
	// shownWarnings bounds the page of a package that hardly anything could be taken of.
	shownWarnings = 300
)

func (a *area) importsPage(v *door.Visit) (views.ImportsPage, error) {
	page := views.ImportsPage{Base: a.Base(v, v.P.T("nav.imports")), Limit: v.P.Size(importBody)}
	page.Section = "nav.imports"
	room, err := a.Imports.Room(v.UserContext(), v.Actor)
	if err != nil {
		return page, err
	}
	page.Room = v.P.T("staff.import_room", "Used", v.P.Size(room.Used), "Of", v.P.Size(room.Of), "Left", v.P.Size(room.Left))
	imports, err := a.Imports.Imports(v.UserContext(), v.Actor)
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

func (a *area) showImports(v *door.Visit) error {
	page, err := a.importsPage(v)
	if err != nil {
		return err
	}
	return a.Render(v, views.Imports(page))
}

// takeImport keeps an uploaded package; a job reads it.
func (a *area) takeImport(v *door.Visit) error {
	id, err := a.submitImport(v)
	if err != nil {
		return a.Reload(v, err, func(e ui.Errors) (templ.Component, error) {
			page, err := a.importsPage(v)
			page.Errors = e
			return views.Imports(page), err
		})
	}
	a.Flash(v, ui.ToneSuccess, "staff.import_taken")
	return a.Redirect(v, importURL(id))
}

func (a *area) submitImport(v *door.Visit) (uuid.UUID, error) {
	upload, err := v.FormFile("package")
	fields := fault.Fields{}
	switch {
	case blobs.Away(err):
		return uuid.Nil, err
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
	return a.Imports.Submit(v.UserContext(), v.Actor, text.FileName(upload.Filename), file)
}

func isPackage(upload *multipart.FileHeader) bool {
	return slices.Contains([]string{".zip", ".imscc"}, strings.ToLower(path.Ext(upload.Filename)))
}

func importID(v *door.Visit) (uuid.UUID, error) {
	id, err := uuid.Parse(v.Params("id"))
	if err != nil {
		return uuid.Nil, fault.New(fault.NotFound, "import.not_found")
	}
	return id, nil
}

// runImportAgain tries an import once more that failed for no fault of its package.
func (a *area) runImportAgain(v *door.Visit) error {
	id, err := importID(v)
	if err != nil {
		return err
	}
	err = a.Imports.RunAgain(v.UserContext(), v.Actor, id)
	if fault.Is(err, fault.Conflict) { // say because it was pressed twice: the page shows where it stands
		a.FlashFault(v, door.AsFault(err))
	} else if err != nil {
		return err
	}
	return a.Redirect(v, importURL(id))
}

func (a *area) showImport(v *door.Visit) error {
	id, err := importID(v)
	if err != nil {
		return err
	}
	row, err := a.Imports.Import(v.UserContext(), v.Actor, id)
	if err != nil {
		return err
	}
	page := views.ImportPage{
		Base: a.Base(v, row.FileName), ImportRow: importRow(&row), Done: row.Done, Of: row.Total,
		FinishedAt: row.FinishedAt.Time,
	}
	page.Section = "nav.imports"
	page.Crumbs = []ui.Link{{Text: v.P.T("nav.imports"), URL: "/admin/imports"}}
	switch row.Status {
	case intake.Queued, intake.Running:
		page.Refresh = refreshEvery
	case intake.Failed:
		page.Failure = v.P.Message(fault.Message{Key: row.ErrorKey, Args: row.ErrorArgs})
		page.MayRunAgain = row.MayRunAgain()
	case intake.Done:
		page.Report = importReport(v, &row)
	}
	return a.Render(v, views.Import(page))
}

func importReport(v *door.Visit, row *intake.Import) *views.ImportReport {
	if row.Report == nil {
		return nil
	}
	report := row.Report
	shown := &views.ImportReport{
		Format: formatName(v, report.Format), Course: report.Title, Languages: show.LanguageNames(v, report.Languages),
		Lessons: report.Lessons, Assets: report.Assets, Unchanged: report.Unchanged,
	}
	if row.CourseCode != "" {
		shown.CourseURL = show.CourseURL(row.CourseCode)
		shown.TrackURL = "/admin/tracks?course=" + row.CourseCode
	}
	if report.Version > 0 {
		shown.Became = v.P.T("staff.import_became", "Number", report.Version, "Code", report.Code)
	}
	for _, kind := range slices.Sorted(maps.Keys(report.Questions)) {
		shown.Questions = append(shown.Questions, views.QuestionCount{
			Type: v.P.T("staff.question_" + string(kind)), Count: report.Questions[kind],
		})
	}
	for _, warning := range report.Warnings[:min(len(report.Warnings), shownWarnings)] {
		shown.Warnings = append(shown.Warnings, views.ImportWarning{
			Entry: warning.Entry, Reason: v.P.Message(fault.Message{Key: warning.Key, Args: warning.Args}),
		})
	}
	shown.More = len(report.Warnings) - len(shown.Warnings)
	return shown
}

func formatName(v *door.Visit, format string) string {
	switch format {
	case pack.FormatMarkdown:
		return v.P.T("staff.format_markdown")
	case pack.FormatCartridge:
		return v.P.T("staff.format_cartridge")
	default:
		return format
	}
}
