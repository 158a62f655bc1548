-- Whoever waits longest first; the bound is so that the index is searched.
select person_id, tenant_id, seq from segment_due where seq > 0 order by seq limit $1
