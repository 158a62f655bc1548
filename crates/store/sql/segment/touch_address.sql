insert into segment_due (person_id, tenant_id, seq)
select i.person_id, i.tenant_id, 1 from identifier i
where i.id = $1 and exists (select 1 from segment s where s.tenant_id = i.tenant_id and s.removed_at_ms = 0)
on conflict (person_id) do update set seq = segment_due.seq + 1
