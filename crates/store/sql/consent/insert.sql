insert into consent (
    id, site_id, seq, event, granted, refused, notice_version, notice_hash, language, ui_build, layer, control, trusted,
    gpc, law, at_ms, expires_at_ms, subject_hash, subject_enc
) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
