insert into consent_proof (site_id, subject_hash, until_ms) values ($1, $2, $3)
on conflict (site_id, subject_hash) do update set until_ms = excluded.until_ms
