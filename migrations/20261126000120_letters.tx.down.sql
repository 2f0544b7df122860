DELETE FROM tokens WHERE purpose IN ('address', 'undo');
ALTER TABLE tokens DROP CONSTRAINT tokens_purpose_is_known;
ALTER TABLE tokens ADD CONSTRAINT tokens_purpose_is_known CHECK (purpose IN ('confirm', 'reset', 'invite'));
COMMENT ON TABLE tokens IS 'Links sent by e-mail: confirm an address, reset a password, accept an invitation. Used once.';
COMMENT ON COLUMN tokens.email IS NULL;
DROP TABLE letters_declined;
