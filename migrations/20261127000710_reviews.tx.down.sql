DROP TABLE draft_comments, draft_links;
