insert into tally (site_id, day, kind, item, n) values ($1, $2, $3, $4, $5)
on conflict (site_id, day, kind, item) do update set n = tally.n + excluded.n
