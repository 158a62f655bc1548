update campaign set state = $1, reason = $2, changed_at_ms = $3, ended_at_ms = case when $1 in ('sent', 'cancelled') then cast($3 as bigint) else 0 end
where id = $4 and tenant_id = $5 and state = $6
