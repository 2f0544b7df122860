package webtest

import (
	"bytes"
	"context"
	"image"
	"image/png"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"github.com/uptrace/bun"

	"vatra/certificates"
	"vatra/content/keep"
	"vatra/lms/access"
	"vatra/lms/lang"
	"vatra/lms/tracks"
)

// Award issues a certificate as completing a track does.
func (s *Site) Award(holder uuid.UUID) *certificates.Award {
	s.T.Helper()
	award, err := s.Awards.Award(s.T.Context(), s.DB, certificates.Claim{
		HolderID: holder, HolderName: "Ștefan Țăranu", Subject: "track/digital-literacy", TrackCode: "digital-literacy",
		TrackNames:   lang.Texts{"ro": "Alfabetizare digitală", "en": "Digital literacy", "bg": "Дигитална грамотност"},
		RulesVersion: 3, Hours: 24, Mark: certificates.MarkOf(decimal.RequireFromString("87.5")), Locale: "ro",
		Courses: []certificates.Course{{
			Code: "basics", Version: 2, Titles: lang.Texts{"ro": "Primăria digitală", "en": "The digital town hall", "bg": "Дигиталното кметство"},
		}},
		StartedOn: certificates.Date{Year: 2026, Month: 9, Day: 1}, CompletedOn: certificates.Date{Year: 2026, Month: 10, Day: 30},
		AwardedOn: certificates.Date{Year: 2026, Month: 11, Day: 2},
		Issuer:    certificates.Issuer{Name: "Asociația Comunelor", URL: s.URL},
	})
	Must(s.T, err)
	return award
}

// LessonsOnly makes the track of the reading course ask for what that course has: its lessons.
func (s *Site) LessonsOnly() {
	s.T.Helper()
	track, err := s.Tracks.Track(s.T.Context(), "digital-literacy")
	Must(s.T, err)
	_, err = s.Tracks.Change(s.T.Context(), access.Operator(), track.Code, tracks.Change{
		CourseCodes: track.CourseCodes, Rules: tracks.Rules{LessonsCompleted: true, QuizzesPassed: true},
		Signatory: track.Signatory,
	})
	Must(s.T, err)
}

// Certify gives somebody the certificate of the one track whose course is ReadingCourse, and tells its code.
func (s *Site) Certify(learner access.Actor) string {
	s.T.Helper()
	s.LessonsOnly()
	_, err := s.Enrolment.Enrol(s.T.Context(), learner, "digital-literacy")
	Must(s.T, err)
	for _, key := range []string{"first", "second"} {
		_, _, err := s.Reading.CompleteLesson(s.T.Context(), learner, "digital-literacy-basics", key)
		Must(s.T, err)
	}
	awards, err := s.Awards.Awards(s.T.Context(), learner.UserID)
	Must(s.T, err)
	if len(awards) != 1 {
		s.T.Fatalf("%d certificates", len(awards))
	}
	return awards[0].Code.Printed()
}

// Pictured gives an award a paper and pictures, as their jobs do: each of the pictures has another size.
func (s *Site) Pictured(award *certificates.Award) {
	s.T.Helper()
	ctx := s.T.Context()
	Must(s.T, s.Papers.Print(ctx, award))
	printed, err := s.Awards.Paper(ctx, award.ID)
	Must(s.T, err)
	for i, kind := range []certificates.PictureKind{
		certificates.Small, certificates.Large, certificates.Card, certificates.RevokedCard, certificates.ReplacedCard,
	} {
		var file bytes.Buffer
		Must(s.T, png.Encode(&file, image.NewGray(image.Rect(0, 0, 10+i, 5))))
		staged, err := s.Blobs.Stage(ctx, &file, "image/png")
		Must(s.T, err)
		defer staged.Discard()
		Must(s.T, keep.Record(ctx, s.DB, staged, func(ctx context.Context, tx bun.Tx) error {
			return s.Awards.RecordPicture(ctx, tx, award.ID, kind, printed.SHA256, certificates.Picture{
				SHA256: staged.SHA256, Size: staged.Size, Width: 10 + i, Height: 5,
			})
		}))
	}
}
