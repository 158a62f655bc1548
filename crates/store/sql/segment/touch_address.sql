insert into segment_due (person_id, tenant_id, seq)
select i.person_id, i.tenant_id, (select coalesce(max(d.seq), 0) + 1 from segment_due d) from identifier i
where i.id = $1 and exists (select 1 from segment s where s.tenant_id = i.tenant_id and s.removed_at_ms = 0)
on conflict (person_id) do update set
    seq = case when excluded.seq > segment_due.seq then excluded.seq else segment_due.seq + 1 end
