select id from person where id = $1
union all
select id from request where id = $1 and contact_enc <> ''
