insert into restriction (seq, site_id, subject_hash, subject_enc, purposes, lowest_seq, at_ms)
values ($1, $2, $3, $4, $5, $6, $7)
