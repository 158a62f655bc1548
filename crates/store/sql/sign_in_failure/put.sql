insert into sign_in_failure (key_hash, failures, at_ms) values ($1, $2, $3)
on conflict (key_hash) do update set failures = excluded.failures, at_ms = excluded.at_ms
