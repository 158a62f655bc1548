select e.id, e.version, e.body_json, e.at_ms, e.actor, e.ended from register_entry e
where e.tenant_id = $1 and e.kind = $2 and e.at_ms <= $3 and e.ended = 0
    and e.version = (select max(v.version) from register_entry v where v.id = e.id and v.at_ms <= $3)
order by e.name, e.id
