select seq, at_ms, actor, action, object, detail_json from audit
where tenant_id = $1 and seq < $2 and ($4 = '' or substr(action, 1, length($4)) = $4) and ($5 = '' or actor = $5 or object = $5)
order by seq desc limit $3
