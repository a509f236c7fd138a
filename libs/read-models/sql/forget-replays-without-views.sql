delete from replays.replays
where asked ->> 'topic' is null and to_regnamespace(quote_ident($1 || name)) is null
returning name
