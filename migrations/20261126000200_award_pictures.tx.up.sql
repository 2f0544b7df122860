-- Pictures of papers: what pages and link previews show of a certificate.

CREATE TABLE award_pictures (
    award_id   uuid NOT NULL REFERENCES awards,
    kind       text NOT NULL,
    paper      text COLLATE "C" NOT NULL,
    sha256     text COLLATE "C" NOT NULL,
    size       bigint NOT NULL,
    width      integer NOT NULL,
    height     integer NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT award_pictures_one_of_a_kind PRIMARY KEY (award_id, kind),
    CONSTRAINT award_pictures_kind_is_known CHECK (kind IN ('small', 'large', 'card', 'revoked', 'replaced')),
    CONSTRAINT award_pictures_hash_is_sha256 CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    CONSTRAINT award_pictures_show_something CHECK (size > 0 AND width > 0 AND height > 0)
);
CREATE INDEX award_pictures_by_file ON award_pictures (sha256);
COMMENT ON TABLE award_pictures IS 'A certificate does without until a job has made them; those of a paper that was printed again take their place.';
COMMENT ON COLUMN award_pictures.kind IS 'small and large: of the paper; card, revoked and replaced: what a link preview shows in that state';
COMMENT ON COLUMN award_pictures.paper IS 'the file that they were made of';

-- Whatever the view names by now, pictures are named beside it.
DO $$
BEGIN
    EXECUTE 'CREATE OR REPLACE VIEW kept_objects AS ' || rtrim(pg_get_viewdef('kept_objects'::regclass), '; ' || chr(10))
        || ' UNION ALL SELECT sha256, size, ''picture'' AS keeper FROM award_pictures';
END $$;
