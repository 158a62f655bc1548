insert into segment_due (person_id, tenant_id, seq)
select p.id, p.tenant_id, 1 from person p
where p.id = $1 and exists (select 1 from segment s where s.tenant_id = p.tenant_id and s.removed_at_ms = 0)
on conflict (person_id) do update set seq = segment_due.seq + 1
