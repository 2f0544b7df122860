COMMENT ON COLUMN tokens.invited_by IS NULL;
ALTER TABLE tokens DROP CONSTRAINT tokens_end_with_the_inviter;
ALTER TABLE tokens ADD CONSTRAINT tokens_invited_by_fkey FOREIGN KEY (invited_by) REFERENCES users ON DELETE SET NULL;
