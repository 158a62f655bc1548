select l.id, l.site_id, l.subject_enc, l.grant_seq, l.notice_version, l.source, l.at_ms, l.identifier_id, l.subject_hash,
    coalesce(c.expires_at_ms, 0)
from visitor_link l
left join consent c on c.site_id = l.site_id and c.seq = l.grant_seq
where l.tenant_id = $1 and l.person_id = $2
order by l.at_ms, l.id
