insert into evidence_node (log, level, position, hash) values ($1, $2, $3, $4) on conflict (log, level, position) do update set hash = excluded.hash
