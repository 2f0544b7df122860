package dossier

import (
	"archive/zip"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/google/uuid"

	"vatra/certificates"
	"vatra/lms/i18n"
	"vatra/lms/pg"
	"vatra/lms/site"
	"vatra/lms/text"
)

// write makes the archive as it goes, so that what one person has is never whole in memory.
func (d *Dossiers) write(ctx context.Context, w io.Writer, whose subject) error {
	archive := zip.NewWriter(w)
	if err := d.writeReadme(ctx, archive, whose); err != nil {
		return err
	}
	if err := d.writePerson(ctx, archive, whose); err != nil {
		return err
	}
	for _, table := range tables {
		if err := d.writeTable(ctx, archive, table, whose); err != nil {
			return fmt.Errorf("copying %s: %w", table.file, err)
		}
	}
	if err := d.writeCertificates(ctx, archive, whose.ID); err != nil {
		return err
	}
	return archive.Close()
}

func create(archive *zip.Writer, name string) (io.Writer, error) {
	return archive.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Now().UTC()})
}

// writeReadme says in the person's language what each file is.
func (d *Dossiers) writeReadme(ctx context.Context, archive *zip.Writer, whose subject) error {
	settings, err := site.ReadSettings(ctx, d.DB)
	if err != nil {
		return err
	}
	file, err := create(archive, "README.txt")
	if err != nil {
		return err
	}
	words := i18n.For(whose.Locale)
	lines := []string{words.T("dossier.readme", "Name", whose.Name, "Site", settings.SiteName, "Time", words.DateTime(time.Now())), ""}
	told := append([]string{"person.json"}, tableFiles()...)
	for _, name := range append(told, "certificates.json") {
		key, _, _ := strings.Cut(name, ".")
		lines = append(lines, name+": "+words.T("dossier.file_"+key))
	}
	lines = append(lines, "certificates/*.pdf: "+words.T("dossier.file_papers"), "", words.T("dossier.readme_rest"))
	_, err = io.WriteString(file, strings.Join(lines, "\n")+"\n")
	return err
}

// writePerson copies who they are.
func (d *Dossiers) writePerson(ctx context.Context, archive *zip.Writer, whose subject) error {
	file, err := create(archive, "person.json")
	if err != nil {
		return err
	}
	return d.DB.Each(ctx, func(scan pg.Scan) error {
		var person []byte
		if err := scan(&person); err != nil {
			return err
		}
		_, err := file.Write(append(person, '\n'))
		return err
	}, person, whose.ID)
}

// writeTable copies the rows of one kind as a table (RFC 4180, UTF-8 with the mark by which spreadsheets know it).
func (d *Dossiers) writeTable(ctx context.Context, archive *zip.Writer, table table, whose subject) error {
	file, err := create(archive, table.file)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(file, "\ufeff"); err != nil {
		return err
	}
	rows := csv.NewWriter(file)
	rows.UseCRLF = true
	if err := rows.Write(table.columns); err != nil {
		return err
	}
	cells := make([]string, len(table.columns))
	into := make([]any, len(cells))
	for i := range cells {
		into[i] = &cells[i]
	}
	args := []any{whose.ID}
	if table.translated {
		args = append(args, whose.Locale)
	}
	err = d.DB.Each(ctx, func(scan pg.Scan) error {
		if err := scan(into...); err != nil {
			return err
		}
		for i := range cells {
			cells[i] = text.Cell(cells[i])
		}
		return rows.Write(cells)
	}, table.query, args...)
	rows.Flush()
	if err == nil {
		err = rows.Error()
	}
	return err
}

// certificate is an award as it is copied: the record as it was issued, and what became of it.
type certificate struct {
	Record    certificates.Record `json:"record"`
	AwardedAt time.Time           `json:"awarded_at"`
	History   []happened          `json:"history"`
}

type happened struct {
	Kind   certificates.Kind `json:"kind"`
	Reason string            `json:"reason,omitempty"`
	At     time.Time         `json:"at"`
}

func (d *Dossiers) writeCertificates(ctx context.Context, archive *zip.Writer, holder uuid.UUID) error {
	awards, err := d.Awards.Awards(ctx, holder)
	if err != nil {
		return fmt.Errorf("copying certificates: %w", err)
	}
	file, err := create(archive, "certificates.json")
	if err != nil {
		return err
	}
	copies := make([]certificate, len(awards))
	for i, award := range awards {
		copies[i] = certificate{Record: award.Record, AwardedAt: award.AwardedAt}
		for _, event := range award.History {
			copies[i].History = append(copies[i].History, happened{event.Kind, event.Reason, event.At})
		}
	}
	encoder := json.NewEncoder(file)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(copies); err != nil {
		return err
	}
	for i := range awards {
		if err := d.writePaper(ctx, archive, &awards[i]); err != nil {
			return fmt.Errorf("copying a paper: %w", err)
		}
	}
	return nil
}

func (d *Dossiers) writePaper(ctx context.Context, archive *zip.Writer, award *certificates.Award) error {
	paper, _, err := d.Papers.Paper(ctx, award)
	if err != nil {
		return err
	}
	defer paper.Close()
	file, err := create(archive, "certificates/"+award.Code.Printed()+".pdf")
	if err == nil {
		_, err = io.Copy(file, paper)
	}
	return err
}
