-- The person at a place of the list, to look at a part of very many.
select id from person where tenant_id = $1 order by id limit 1 offset $2
