-- Who has a lesson of a draft before them.

CREATE TABLE draft_presence (
    draft_id  uuid NOT NULL REFERENCES drafts ON DELETE CASCADE,
    user_id   uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    lesson_id uuid NOT NULL REFERENCES pieces ON DELETE CASCADE,
    seen_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (draft_id, user_id)
);
CREATE INDEX draft_presence_by_user ON draft_presence (user_id);
CREATE INDEX draft_presence_by_lesson ON draft_presence (lesson_id);
