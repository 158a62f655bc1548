delete from person_join
where (one_id = $1 or other_id = $1) and not exists (select 1 from identifier i where i.person_id = $1)
