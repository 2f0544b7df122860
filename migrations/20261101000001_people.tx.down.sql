DROP TABLE settings, rate_limits, tokens, sessions, grants, users;
