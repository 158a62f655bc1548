-- A complaint says more than a return, whichever comes first.
insert into suppression (tenant_id, kind, value_hash, reason, at_ms, review_at_ms)
select tenant_id, kind, value_hash, $2, $3, $4 from identifier where id = $1
on conflict (tenant_id, kind, value_hash) do update set reason = excluded.reason, at_ms = excluded.at_ms,
    review_at_ms = excluded.review_at_ms where suppression.reason = 'bounced' and excluded.reason = 'complained'
