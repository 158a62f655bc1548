insert into staff_device (token_hash, user_id, seen_at_ms) values ($1, $2, $3)
on conflict (token_hash) do update set user_id = excluded.user_id, seen_at_ms = excluded.seen_at_ms
