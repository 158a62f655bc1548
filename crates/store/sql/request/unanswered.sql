select
    (select count(*) from request r where r.tenant_id = $1 and r.person_id = $2 and r.closed_at_ms = 0 and r.kind <> 'erasure'),
    (select count(*) from message m where m.tenant_id = $1 and m.person_id = $2 and m.kind = 'reply' and (m.state = 'planned' or (m.state = 'sending' and m.state_at_ms > $3)))
