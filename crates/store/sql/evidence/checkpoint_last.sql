select log, size, root, note, at_ms from evidence_checkpoint order by log desc, size desc limit 1
