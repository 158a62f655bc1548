update consent set subject_hash = '', subject_enc = ''
where exists (
    select 1 from consent_proof p where p.site_id = consent.site_id and p.subject_hash = consent.subject_hash and p.until_ms <= $1
)
