DROP TABLE factor_half_open, factor_challenges, factor_passkeys, factor_codes, factor_apps, factor_holders;
