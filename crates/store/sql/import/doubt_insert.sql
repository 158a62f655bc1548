insert into import_doubt (import_id, value_hash) values ($1, $2) on conflict (import_id, value_hash) do nothing
