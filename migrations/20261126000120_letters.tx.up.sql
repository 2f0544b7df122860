-- Letters that somebody does without, and links that change an address or undo such a change.

CREATE TABLE letters_declined (
    user_id     uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    kind        text NOT NULL,
    declined_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, kind),
    CONSTRAINT letters_declined_kind_is_known CHECK (kind IN ('enrolment', 'certificate', 'deadline'))
);
COMMENT ON TABLE letters_declined IS 'What is about the safety of an account, or was asked for, cannot be declined.';

ALTER TABLE tokens DROP CONSTRAINT tokens_purpose_is_known;
ALTER TABLE tokens ADD CONSTRAINT tokens_purpose_is_known CHECK (purpose IN ('confirm', 'reset', 'invite', 'address', 'undo'));
COMMENT ON TABLE tokens IS
    'Links sent by e-mail: confirm an address, reset a password, accept an invitation, change an address and undo that. Used once.';
COMMENT ON COLUMN tokens.email IS 'where the link was sent to: of a change of address the new one, of its undoing the old one';
