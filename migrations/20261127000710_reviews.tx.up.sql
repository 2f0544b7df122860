-- Drafts that are shown to people without an account, and what is said about them.

CREATE TABLE draft_links (
    id         uuid PRIMARY KEY,
    draft_id   uuid NOT NULL REFERENCES drafts ON DELETE CASCADE,
    token_hash bytea NOT NULL UNIQUE,
    name       text NOT NULL,
    made_by    uuid REFERENCES users ON DELETE SET NULL,
    made_at    timestamptz NOT NULL DEFAULT now(),
    ends_at    timestamptz NOT NULL,
    used_at    timestamptz
);
CREATE INDEX draft_links_by_draft ON draft_links (draft_id);
CREATE INDEX draft_links_by_maker ON draft_links (made_by);
COMMENT ON COLUMN draft_links.token_hash IS 'SHA-256 of the token in the address';
COMMENT ON COLUMN draft_links.name IS 'of whom it is for; comments that come by it are theirs';

CREATE TABLE draft_comments (
    id          uuid PRIMARY KEY,
    draft_id    uuid NOT NULL REFERENCES drafts ON DELETE CASCADE,
    piece_id    uuid NOT NULL REFERENCES pieces ON DELETE CASCADE,
    lang        text NOT NULL,
    link_id     uuid NOT NULL REFERENCES draft_links ON DELETE CASCADE,
    name        text NOT NULL,
    text        text NOT NULL,
    at          timestamptz NOT NULL DEFAULT now(),
    resolved_at timestamptz,
    resolved_by uuid REFERENCES users ON DELETE SET NULL
);
CREATE INDEX draft_comments_by_draft ON draft_comments (draft_id, at);
CREATE INDEX draft_comments_by_piece ON draft_comments (piece_id);
CREATE INDEX draft_comments_by_link ON draft_comments (link_id);
CREATE INDEX draft_comments_by_resolver ON draft_comments (resolved_by);
COMMENT ON COLUMN draft_comments.name IS 'of whoever said it, as it was then';
COMMENT ON COLUMN draft_comments.lang IS 'in which the piece was read';
