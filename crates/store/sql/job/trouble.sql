-- A job that recurs has been well until it last succeeded; any other since it was made.
select kind, failed, count(*),
    min(case when dead_at_ms > 0 then dead_at_ms when done_at_ms > 0 then done_at_ms else created_at_ms end),
    coalesce(sum(case when dead_at_ms > 0 then 1 else 0 end), 0)
from job
where (tenant_id = $1 or tenant_id = '') and (failed <> '' or dead_at_ms > 0)
group by kind, failed
order by kind, failed
