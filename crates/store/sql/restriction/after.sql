select seq, subject_hash, subject_enc, purposes, lowest_seq from restriction where seq > $1 order by seq limit 10000
