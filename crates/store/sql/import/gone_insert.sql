insert into import_doubt (import_id, value_hash, gone) values ($1, $2, 1)
on conflict (import_id, value_hash) do update set gone = 1
