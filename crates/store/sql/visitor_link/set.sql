insert into visitor_link (id, tenant_id, site_id, person_id, identifier_id, subject_hash, subject_enc, grant_seq, notice_version, source, at_ms)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
on conflict (site_id, subject_hash) do update set grant_seq = excluded.grant_seq, notice_version = excluded.notice_version,
    source = excluded.source, at_ms = excluded.at_ms
where visitor_link.person_id = excluded.person_id
