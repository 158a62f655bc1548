select count(*), coalesce(sum(case when dead_at_ms > 0 then 1 else 0 end), 0) from job
