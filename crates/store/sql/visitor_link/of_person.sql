select id, site_id, subject_enc, grant_seq, notice_version, source, at_ms, identifier_id, subject_hash from visitor_link
where tenant_id = $1 and person_id = $2 order by at_ms, id
