update erasure set journal_at_ms = $1 where id = $2 and journal_at_ms = 0
