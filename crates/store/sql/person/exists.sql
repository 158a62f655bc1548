select id from person where id = $1
union all
select id from request where id = $1 and contact_enc <> ''
union all
select id from person_order where id = $1
union all
select erasure_id from erasure_notice where erasure_id = $1 and answered_at_ms = 0
union all
select import_id from import_part where import_id = $1 and number = 0
