select actor, action, at_ms / 3600000, max(at_ms), count(*), count(distinct object), min(object) from audit
where tenant_id = $1 and at_ms >= $2
    and action in ('person.read', 'person.visits', 'person.copy', 'session.failed', 'session.code_failed', 'key.rotate')
group by actor, action, at_ms / 3600000, case when actor = 'stranger' then object else '' end
order by actor, action, at_ms / 3600000
