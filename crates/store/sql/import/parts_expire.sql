delete from import_part where import_id in (select id from import where created_at_ms <= $1)
