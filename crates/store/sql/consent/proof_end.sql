update consent set subject_hash = '', subject_enc = '' where proof_until_ms <= $1 and subject_hash <> ''
