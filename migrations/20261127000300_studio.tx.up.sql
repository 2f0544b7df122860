-- Courses that are being written: drafts as trees of pieces, of which every field is saved by itself.

CREATE TABLE drafts (
    id         uuid PRIMARY KEY,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by uuid REFERENCES users ON DELETE SET NULL,
    course_id  uuid REFERENCES courses ON DELETE SET NULL,
    version_id uuid REFERENCES course_versions ON DELETE SET NULL,
    removed_at timestamptz
);
CREATE INDEX drafts_by_course ON drafts (course_id) WHERE course_id IS NOT NULL;
COMMENT ON COLUMN drafts.course_id IS 'the course that was made of it or that it was made of';
COMMENT ON COLUMN drafts.version_id IS 'the version that was made of it last, or that it was made of';

CREATE TABLE pieces (
    id       uuid PRIMARY KEY,
    draft_id uuid NOT NULL REFERENCES drafts ON DELETE CASCADE,
    kind     text NOT NULL,
    CONSTRAINT pieces_kind_is_known CHECK (kind IN ('course', 'module', 'lesson', 'block', 'question'))
);
CREATE INDEX pieces_by_draft ON pieces (draft_id);
CREATE UNIQUE INDEX pieces_one_course_per_draft ON pieces (draft_id) WHERE kind = 'course';

CREATE TABLE piece_edits (
    piece_id    uuid NOT NULL REFERENCES pieces ON DELETE CASCADE,
    name        text NOT NULL,
    lang        text NOT NULL DEFAULT '',
    number      integer NOT NULL,
    text        text NOT NULL,
    origin      integer NOT NULL DEFAULT 0,
    origin_lang text NOT NULL DEFAULT '',
    client      uuid NOT NULL,
    by          uuid REFERENCES users ON DELETE SET NULL,
    began       timestamptz NOT NULL DEFAULT clock_timestamp(),
    at          timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (piece_id, name, lang, number),
    CONSTRAINT piece_edits_number_counts_from_one CHECK (number > 0)
);
CREATE UNIQUE INDEX piece_edits_once ON piece_edits (piece_id, client);
CREATE INDEX piece_edits_by_writer ON piece_edits (by);
COMMENT ON TABLE piece_edits IS 'what a field of a piece has said: append-only, but that its writer goes on with the newest for a while';
COMMENT ON COLUMN piece_edits.name IS 'of the field';
COMMENT ON COLUMN piece_edits.lang IS 'BCP 47, or empty for what all languages share';
COMMENT ON COLUMN piece_edits.number IS 'of the edit of this field in this language, from 1; numbers that were written on are left out';
COMMENT ON COLUMN piece_edits.origin IS 'of a translation: the number of the edit that it says in another language; 0 elsewhere';
COMMENT ON COLUMN piece_edits.origin_lang IS 'of a translation: the language of that edit, the first of the draft then; empty elsewhere';
COMMENT ON COLUMN piece_edits.client IS 'what the writer called the edit: the same one sent again changes nothing';
COMMENT ON COLUMN piece_edits.began IS 'when its writer began; at is when they saved last';

CREATE TABLE piece_fields (
    piece_id    uuid NOT NULL REFERENCES pieces ON DELETE CASCADE,
    name        text NOT NULL,
    lang        text NOT NULL DEFAULT '',
    number      integer NOT NULL,
    text        text NOT NULL,
    origin      integer NOT NULL DEFAULT 0,
    origin_lang text NOT NULL DEFAULT '',
    by          uuid REFERENCES users ON DELETE SET NULL,
    at          timestamptz NOT NULL,
    PRIMARY KEY (piece_id, name, lang),
    FOREIGN KEY (piece_id, name, lang, number) REFERENCES piece_edits
);
CREATE INDEX piece_fields_by_writer ON piece_fields (by);
COMMENT ON TABLE piece_fields IS 'what every field says now: the newest of its edits';

CREATE TABLE draft_files (
    draft_id    uuid NOT NULL REFERENCES drafts ON DELETE CASCADE,
    path        text NOT NULL,
    sha256      text COLLATE "C" NOT NULL REFERENCES assets,
    lang        text NOT NULL DEFAULT '',
    licence     text NOT NULL DEFAULT '',
    attribution jsonb NOT NULL DEFAULT '{}',
    added_by    uuid REFERENCES users ON DELETE SET NULL,
    added_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (draft_id, path)
);
CREATE INDEX draft_files_by_hash ON draft_files (sha256);
COMMENT ON TABLE draft_files IS 'pictures and other files that the texts of a draft name by their path';

CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- "by" is quoted, since it means something to PL/pgSQL. Whoever wrote it may go: their name is struck out, and nothing else.
    IF NEW."by" IS NULL AND (NEW.piece_id, NEW.name, NEW.lang, NEW.number, NEW.text, NEW.origin, NEW.origin_lang, NEW.client, NEW.began, NEW.at)
        = (OLD.piece_id, OLD.name, OLD.lang, OLD.number, OLD.text, OLD.origin, OLD.origin_lang, OLD.client, OLD.began, OLD.at) THEN
        RETURN NEW;
    END IF;
    -- Whoever wrote it goes on with it, while it is the newest and not old: see content/studio.
    IF (NEW.piece_id, NEW.name, NEW.lang, NEW.number, NEW."by", NEW.began) = (OLD.piece_id, OLD.name, OLD.lang, OLD.number + 1, OLD."by", OLD.began)
        AND NEW.at >= OLD.at AND NEW.at - OLD.began < interval '15 minutes'
        AND NOT EXISTS (SELECT FROM piece_edits WHERE (piece_id, name, lang) = (OLD.piece_id, OLD.name, OLD.lang) AND number > OLD.number) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'piece_edits is append-only: % refused', TG_OP
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'piece_edits_are_append_only';
END $$;
CREATE TRIGGER piece_edits_are_append_only BEFORE UPDATE ON piece_edits
    FOR EACH ROW EXECUTE FUNCTION refuse_rewriting();
