select c.id, c.site_id, c.seq, c.event, c.granted, c.refused, c.notice_version, c.notice_hash, c.language, c.ui_build, c.layer,
    c.control, c.trusted, c.gpc, c.law, c.at_ms, c.expires_at_ms, c.subject_hash, c.subject_enc
from consent c
join site s on s.id = c.site_id
where s.tenant_id = $1 and c.site_id = $2 and c.seq < $3
order by c.seq desc
limit $4
