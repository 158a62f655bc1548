select seq, at_ms, actor, action, object, detail_json from audit
where tenant_id = $1 and seq < $2 and (actor = $4 or object = $4)
order by seq desc limit $3
