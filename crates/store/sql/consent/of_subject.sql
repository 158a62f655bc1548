select c.id, c.site_id, c.seq, c.event, c.granted, c.refused, c.notice_version, c.notice_hash, c.language, c.ui_build, c.layer,
    c.control, c.trusted, c.gpc, c.law, c.at_ms, c.expires_at_ms, c.subject_hash, c.subject_enc
from consent c
where c.site_id = $1 and c.subject_hash = $2
order by c.seq desc
limit 10000
