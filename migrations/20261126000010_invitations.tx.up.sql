-- An invitation ends with the account of whoever sent it; one without a sender is the operator's.
ALTER TABLE tokens DROP CONSTRAINT tokens_invited_by_fkey;
ALTER TABLE tokens ADD CONSTRAINT tokens_end_with_the_inviter FOREIGN KEY (invited_by) REFERENCES users ON DELETE CASCADE;
COMMENT ON COLUMN tokens.invited_by IS 'null: the operator, at the machine';
