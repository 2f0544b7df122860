package upkeep

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"vatra/content/blobs"
	"vatra/lms/fault"
)

const (
	objectsARound = 5000 // addresses that one round looks at
	unusedARound  = 500  // assets that one round forgets
	awardsARound  = 1000 // awards whose paper one round looks for
	printsARound  = 20   // papers that one round prints
	drawnARound   = 20   // papers whose pictures one round asks for
)

// place is how far a round has come.
func (k *Keeper) place(ctx context.Context, name string) (place string, err error) {
	err = k.db.NewRaw(`SELECT coalesce((SELECT place FROM rounds WHERE name = ?), '')`, name).Scan(ctx, &place)
	return place, err
}

func (k *Keeper) walked(ctx context.Context, name, place string) error {
	_, err := k.db.ExecContext(ctx, `INSERT INTO rounds (name, place) VALUES (?, ?)
		ON CONFLICT (name) DO UPDATE SET place = excluded.place, walked_at = now()`, name, place)
	return err
}

// Round forgets files that no course uses, then looks at the next objects, where the last round has ended: it deletes
// orphans, prints lost papers again, and logs what it cannot repair. It reads no object to its end.
func (k *Keeper) Round(ctx context.Context) (Summary, error) {
	if folder, ours := k.store.(*blobs.Folder); ours {
		folder.ClearLeftovers()
	}
	if _, err := k.courses.ForgetUnused(ctx, DefaultGrace, unusedARound); err != nil {
		return Summary{}, err
	}
	after, err := k.place(ctx, "objects")
	if err != nil {
		return Summary{}, err
	}
	sum, err := k.Check(ctx, Options{Repair: true, after: after, most: k.aRound}, func(f Finding) error {
		if !f.Repaired && f.Kind != Foreign {
			k.log.WarnContext(ctx, "an object is not as it should be: see vatra fsck",
				"finding", f.Kind, "sha256", f.SHA256, "keepers", f.Keepers, "where", f.Where)
		}
		return nil
	})
	if err != nil {
		return sum, err
	}
	return sum, k.walked(ctx, "objects", sum.place)
}

// awardPast is the award past which a round over all awards goes on; uuid.Nil where it begins with the first.
func (k *Keeper) awardPast(ctx context.Context, round string) (uuid.UUID, error) {
	text, err := k.place(ctx, round)
	if err != nil {
		return uuid.Nil, err
	}
	after := uuid.Nil
	if known, err := uuid.Parse(text); err == nil {
		after = known
	}
	return after, nil
}

// walkedAwards notes the last award that a round has looked at; uuid.Nil after the last of all.
func (k *Keeper) walkedAwards(ctx context.Context, round string, last uuid.UUID) error {
	if last == uuid.Nil {
		return k.walked(ctx, round, "")
	}
	return k.walked(ctx, round, last.String())
}

// PrintMissing prints the papers of the next awards that have none, though their job should have printed them by now. One
// that cannot be printed does not keep the others from it.
func (k *Keeper) PrintMissing(ctx context.Context) (int, error) {
	after, err := k.awardPast(ctx, "papers")
	if err != nil {
		return 0, err
	}
	missing, last, err := k.awards.WithoutPaper(ctx, after, awardsARound)
	if err != nil {
		return 0, err
	}
	printed, faults := 0, []error(nil)
	for _, id := range missing[:min(len(missing), printsARound)] {
		last = id
		award, err := k.awards.ByID(ctx, id)
		if err == nil {
			err = k.papers.Print(ctx, award)
		}
		if err == nil {
			printed++
		} else {
			faults = append(faults, fmt.Errorf("printing the paper of %s: %w", id, err))
		}
		if fault.Is(err, fault.Unavailable) {
			break
		}
	}
	return printed, errors.Join(errors.Join(faults...), k.walkedAwards(ctx, "papers", last))
}

// DrawMissing asks for the pictures of the next papers that lack some, though their job should have made them by now.
func (k *Keeper) DrawMissing(ctx context.Context) (int, error) {
	after, err := k.awardPast(ctx, "pictures")
	if err != nil {
		return 0, err
	}
	lacking, last, err := k.awards.WithoutPictures(ctx, after, awardsARound)
	if err != nil {
		return 0, err
	}
	if len(lacking) > drawnARound {
		lacking = lacking[:drawnARound]
		last = lacking[drawnARound-1].ID
	}
	return len(lacking), errors.Join(k.papers.AskForPictures(ctx, lacking), k.walkedAwards(ctx, "pictures", last))
}

// LookAfter is PrintMissing, DrawMissing and Round.
func (k *Keeper) LookAfter(ctx context.Context) error {
	_, printing := k.PrintMissing(ctx)
	_, drawing := k.DrawMissing(ctx)
	_, looking := k.Round(ctx)
	return errors.Join(printing, drawing, looking)
}
